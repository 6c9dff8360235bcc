export * from "./inspect";
export * from "./launcher";
export { placePlugins, type Placement, type ServedProvider } from "./place-plugins";
