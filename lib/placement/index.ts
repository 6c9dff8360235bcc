export * from "./launcher";
export * from "./place-plugins";
