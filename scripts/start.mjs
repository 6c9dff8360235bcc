// `npm start`: the first thing that a newcomer runs.

import { ensureReady } from "./ready.mjs";

ensureReady();
console.log("Ready.");
