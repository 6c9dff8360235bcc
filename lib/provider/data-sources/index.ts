// The data sources that are served: a new one is its file and a line here.
import type { DataSource } from "../frame/resource-type";

export const DATA_SOURCES: readonly DataSource[] = [];
