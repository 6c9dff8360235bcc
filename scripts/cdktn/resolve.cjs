// Preloaded into every Node process of the second run: who asks for cdktf is given cdktn, its living fork, as the override in a
// project's package.json does. Jest resolves by itself, so its configuration says the same once more.

const Module = require("node:module");

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request.replace(/^cdktf(?=\/|$)/u, "cdktn"), ...rest);
};

// A way round this (an import of an ES module, an absolute path) must not pass for a run on cdktn.
process.on("exit", () => {
  const missed = Object.keys(require.cache).find((file) => /[\\/]node_modules[\\/]cdktf[\\/]/u.test(file));
  if (missed === undefined) return;
  process.stderr.write(`This run is for cdktn, and yet ${missed} was loaded.\n`);
  process.exitCode = 1;
});
