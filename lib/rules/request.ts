// The shape of the request: names, descriptions, tags, regions. Checked before anything is looked up.
import { codePointCount, counted, namesNothing, listed, lowerFirst } from "../values";
import { inPlaceOfName, isGiven, unnamedVault } from "./named";
import { ACROSS, API_ACROSS, API_ATTRIBUTES, FAQ, MAKING, assumed, documented, rule, type Rule } from "./rule";

const LATIN_OR_HAN = /[A-Za-z0-9\-._ \u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{323AF}]/u;

/** The same as a whole pattern, in Terraform's spelling of it. */
const NAME_IN_TERRAFORM =
  "^[A-Za-z0-9._ \\x{3400}-\\x{4DBF}\\x{4E00}-\\x{9FFF}\\x{F900}-\\x{FAFF}\\x{20000}-\\x{323AF}-]*$";

/** The characters of a name that the service does not take, each once. */
function forbiddenInName(name: string): readonly string[] {
  return [...new Set([...name].filter((character) => !LATIN_OR_HAN.test(character)))];
}

function tagsLongerThan(part: 0 | 1, tags: Readonly<Record<string, string>>, length: number): readonly string[] {
  return Object.entries(tags)
    .filter((tag) => codePointCount(tag[part]) > length)
    .map(([key]) => JSON.stringify(key));
}

const NAME = `${API_ATTRIBUTES}: name, 1 to 128 characters, of letters, digits, "-", ".", "_", spaces and Chinese characters, no space first or last`;
const DESCRIPTION = `${API_ATTRIBUTES}: description, at most 1,024 characters, no carriage return, "<" or ">"`;
const TAGS =
  "API reference, Image Tag Format: key at most 36 and value at most 43 characters; at most 10 tags an image";

export const request: readonly Rule[] = [
  rule({
    id: "name/given",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.name"],
    attribute: "replica.name",
    check: (facts) => facts["replica.name"] !== "",
    message: (_facts, { image }) => `The replica of ${lowerFirst(image)} has no name, and the service needs one.`,
    remediation: "Give it a name of 1 to 128 characters.",
    refusal: documented("IMG.0013"),
    condition: (refs) => `${refs["replica.name"]} != ""`,
    source: NAME,
    example: { "replica.name": "" },
  }),
  rule({
    id: "name/length",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.name"],
    attribute: "replica.name",
    check: (facts, { limits }) => codePointCount(facts["replica.name"]) <= limits.nameLength.value,
    message: (facts, { replica }, { limits }) =>
      `${replica} has a name of ${String(codePointCount(facts["replica.name"]))} characters, and a name can have at most ${String(limits.nameLength.value)}.`,
    remediation: "Shorten the name.",
    refusal: documented("IMG.0002"),
    source: NAME,
    example: { "replica.name": "n".repeat(129) },
  }),
  rule({
    id: "name/characters",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.name"],
    attribute: "replica.name",
    check: (facts) => forbiddenInName(facts["replica.name"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has ${listed(forbiddenInName(facts["replica.name"]).map((character) => JSON.stringify(character)))} in its name, and a name is made of letters, digits, "-", ".", "_", spaces and Chinese characters.`,
    remediation: "Leave out what is not among them.",
    refusal: documented("IMG.0003"),
    condition: (refs) => `can(regex(${JSON.stringify(NAME_IN_TERRAFORM)}, ${refs["replica.name"]}))`,
    source: NAME,
    example: { "replica.name": "web/golden" },
  }),
  rule({
    id: "name/outer-space",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.name"],
    attribute: "replica.name",
    check: (facts) => !/^ | $/u.test(facts["replica.name"]),
    message: (_facts, { replica }) =>
      `${replica} has a name with a space first or last, and a name can have none there.`,
    remediation: "Trim the name.",
    refusal: documented("IMG.0003"),
    condition: (refs) => `!startswith(${refs["replica.name"]}, " ") && !endswith(${refs["replica.name"]}, " ")`,
    source: NAME,
    example: { "replica.name": " web" },
  }),
  rule({
    id: "description/length",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.description"],
    attribute: "replica.description",
    check: (facts, { limits }) => codePointCount(facts["replica.description"]) <= limits.descriptionLength.value,
    message: (facts, { replica }, { limits }) =>
      `${replica} has a description of ${String(codePointCount(facts["replica.description"]))} characters, and a description can have at most ${String(limits.descriptionLength.value)}.`,
    remediation: "Shorten the description.",
    refusal: documented("IMG.0004"),
    source: DESCRIPTION,
    example: { "replica.description": "d".repeat(1025) },
  }),
  rule({
    id: "description/characters",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.description"],
    attribute: "replica.description",
    check: (facts) => !/[\r\n<>]/u.test(facts["replica.description"]),
    message: (_facts, { replica }) =>
      `${replica} has a line break, "<" or ">" in its description, and a description can have none of them.`,
    remediation: "Write it in one line, without angle brackets.",
    refusal: documented("IMG.0054"),
    condition: (refs) => `!can(regex("[\\r\\n<>]", ${refs["replica.description"]}))`,
    source: DESCRIPTION,
    example: { "replica.description": "a <b>" },
  }),
  rule({
    id: "tags/count",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.tags"],
    attribute: "replica.tags",
    check: (facts, { limits }) => Object.keys(facts["replica.tags"]).length <= limits.tagCount.value,
    message: (facts, { replica }, { limits }) =>
      `${replica} has ${counted(Object.keys(facts["replica.tags"]).length, "tag")}, and an image can have at most ${String(limits.tagCount.value)}.`,
    remediation: "Drop some tags; the provider's default tags count too.",
    refusal: documented("IMG.0116"),
    condition: (refs, { limits }) => `length(${refs["replica.tags"]}) <= ${String(limits.tagCount.value)}`,
    source: TAGS,
    example: {
      "replica.tags": Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${String(index)}`, "v"])),
    },
  }),
  rule({
    id: "tags/key-length",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.tags"],
    attribute: "replica.tags",
    check: (facts, { limits }) =>
      tagsLongerThan(0, facts["replica.tags"], limits.tagKeyLength.value).length === 0 &&
      !("" in facts["replica.tags"]),
    message: (facts, { replica }, { limits }) => {
      const long = tagsLongerThan(0, facts["replica.tags"], limits.tagKeyLength.value);
      const what =
        long.length === 0 ? "an empty tag key" : `the tag ${long.length === 1 ? "key" : "keys"} ${listed(long)}`;
      return `${replica} has ${what}, and a tag's key has 1 to ${String(limits.tagKeyLength.value)} characters.`;
    },
    remediation: "Shorten or name the key.",
    refusal: documented("IMG.0115"),
    source: TAGS,
    example: { "replica.tags": { ["k".repeat(37)]: "v" } },
  }),
  rule({
    id: "tags/value-length",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.tags"],
    attribute: "replica.tags",
    check: (facts, { limits }) => tagsLongerThan(1, facts["replica.tags"], limits.tagValueLength.value).length === 0,
    message: (facts, { replica }, { limits }) =>
      `${replica} has a long value in the tag ${listed(tagsLongerThan(1, facts["replica.tags"], limits.tagValueLength.value))}, and a tag's value can have at most ${String(limits.tagValueLength.value)} characters.`,
    remediation: "Shorten the value.",
    refusal: documented("IMG.0115"),
    source: TAGS,
    example: { "replica.tags": { owner: "v".repeat(44) } },
  }),
  rule({
    id: "across/region-known",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["replica.region"],
    attribute: "replica.region",
    check: (facts, { regions }) => regions.has(facts["replica.region"]),
    message: (facts, { replica }) =>
      `${replica} is to be made in "${facts["replica.region"]}", and there is no region of that id.`,
    remediation: 'Use a region id such as "cn-east-3"; names of the console are not ids.',
    refusal: assumed("IMG.0145"),
    condition: (refs, { regions }) => `contains(${JSON.stringify([...regions.keys()])}, ${refs["replica.region"]})`,
    source: `${API_ACROSS}: region, the ID of the destination region`,
    example: { "replica.region": "mars-1" },
  }),
  rule({
    id: "across/other-region",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.region", "replica.region"],
    attribute: "replica.region",
    check: (facts) => facts["replica.region"] !== facts["image.region"],
    message: (facts, { replica }) =>
      `${replica} is to be made across regions in ${facts["replica.region"]}, which is the region of its source.`,
    remediation: "Use ReplicatedImage to copy within a region, or name another target region.",
    refusal: assumed("IMG.0105"),
    condition: (refs) => `${refs["replica.region"]} != ${refs["image.region"]}`,
    source: `${API_ACROSS}: the destination region must differ from the region of the source image`,
    example: { "image.region": "cn-north-4", "replica.region": "cn-north-4" },
  }),
  rule({
    id: "agency/named",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["agency.name"],
    attribute: "agency.name",
    check: (facts) => facts["agency.name"] !== null && !namesNothing(facts["agency.name"]),
    message: (facts, { replica }) =>
      `${replica} names no agency, and a cross-region copy needs one to act in the target region${inPlaceOfName(facts["agency.name"])}.`,
    ofUnsaid: true,
    remediation:
      "Create an IAM agency for the image service (cloud service: IMS), granted in the target region, and name it.",
    refusal: assumed("IMG.0036"),
    condition: (refs) => isGiven(refs["agency.name"]),
    source: `${API_ACROSS}: agency_name is mandatory`,
    example: { "agency.name": null },
  }),
  rule({
    id: "vault/named",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["vault.id", "image.kind"],
    attribute: "vault.id",
    check: (facts) => {
      const vault = facts["vault.id"];
      return vault === null ? facts["image.kind"] !== "full-ecs" : !namesNothing(vault);
    },
    message: (facts, { image, replica }) =>
      facts["vault.id"] === null
        ? `${image} is a full-ECS image, which travels as a backup, and no vault is named to take the backup in the target region.`
        : `${replica} ${unnamedVault(facts["vault.id"])}`,
    ofUnsaid: true,
    remediation: "Name a CBR server vault of protection type replication in the target region.",
    refusal: assumed("IMG.0184"),
    condition: (refs) =>
      refs["vault.id"] === "null" ? `${refs["image.kind"]} != "full-ecs"` : isGiven(refs["vault.id"]),
    source: `${API_ACROSS}: vault_id is mandatory for a full-ECS image. ${FAQ}: "You replicate the backup of a full-ECS image to the destination region."`,
    example: { "image.kind": "full-ecs", "vault.id": null },
  }),
];
