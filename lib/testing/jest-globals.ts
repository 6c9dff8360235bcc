// For tests that import `expect` from "@jest/globals": the same as the testing kit, with the matchers known to those types.
import type { ReplicationMatchers } from "./setup-jest";

declare module "expect" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- the same parameters as Jest's
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ReplicationMatchers<R> {}
}

export * from "./index";
