// The text of a replica's identity.
import { identityText } from "../../lib/model";

test.each([
  ["the defaults are left out", { account: "default", project: "cn-east-3" }, "cn-east-3/web"],
  ["another account comes first", { account: "partner", project: "cn-east-3" }, "partner@cn-east-3/web"],
  [
    "a sub-project is part of its region",
    { account: "default", project: "cn-east-3_build" },
    "cn-east-3/cn-east-3_build/web",
  ],
])("%s", (_, owner, text) => {
  expect(identityText({ ...owner, region: "cn-east-3", name: "web" })).toBe(text);
});
