// Opening the project's region state for a command, and closing it whatever happens.
import { existsSync } from "node:fs";
import { Cloud } from "../cloud";
import { Store } from "../store";
import { UsageError } from "../values";
import { findProject, shown, type Project } from "./project";

export interface OpenedState {
  readonly project: Project;
  readonly store: Store;
  readonly cloud: Cloud;
}

/** Runs with the project's region state, which is made when it is not there. */
export async function withRegionState<T>(work: (opened: OpenedState) => T | Promise<T>): Promise<T> {
  const project = findProject();
  const store = Store.open(project.cloud);
  try {
    return await work({ project, store, cloud: new Cloud(store) });
  } finally {
    store.close();
  }
}

/** The same for commands that only look: they make no region state. */
export async function withExistingState<T>(work: (opened: OpenedState) => T | Promise<T>): Promise<T> {
  const { cloud } = findProject();
  if (!existsSync(cloud)) {
    throw new UsageError(`there is no region state yet. Make one with "image-replication state import FILE".`, {
      file: shown(cloud),
    });
  }
  return withRegionState(work);
}
