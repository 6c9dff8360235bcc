// The order of test files: those that take long first, so that no worker is left alone with one of them at the end. Jest knows how long each
// took only where it ran before.
const Sequencer = require("@jest/test-sequencer").default;

const LONG = [
  "docs/pages",
  "provider/examples",
  "kills/instants",
  "deploy/cdktf",
  "provider/concurrency",
  "provider/lifecycle",
  "examples/carried-out",
  "routes/small-worlds",
  "constructs/tokens",
  "placement/launcher",
  "cli/object",
  "cli/gate",
  "provider/kills",
  "kills/commits",
  "house/package",
  "deploy/start",
  "examples/examples",
  "routes/stability",
];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONG.findIndex((name) => new RegExp(`test/${name}(?:\\.slow)?\\.test\\.ts$`, "u").test(path));
      return at < 0 ? LONG.length : at;
    };
    // The sort is stable: among the others, what Jest thinks best.
    return [...super.sort(tests)].sort((left, right) => rank(left) - rank(right));
  }
};
