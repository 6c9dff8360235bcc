// The order of test files: long ones first, so that no worker runs one of them alone at the end. Jest knows durations only where it ran
// before.
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
    // The sort is stable: for the others, Jest's order stays.
    return [...super.sort(tests)].sort((left, right) => rank(left) - rank(right));
  }
};
