// Image files: exporting to a bucket, carrying an object to another, registering it as an image. Rows by group, for the table.
import { namesNothing } from "../values";
import { inPlaceOfName, isGiven } from "./named";
import { API_ERRORS, assumed, documented, EXPORT, FILES, ofStorage, REGISTER, rule, TRANSFER, type Rule } from "./rule";

export const EXPORTING = "API reference, Exporting an Image";
export const QUICK = "API reference, Quick Import of an Image File";
const STORAGE = "Object Storage Service";

export const EXPORTED: readonly (string | null)[] = ["qcow2", "vhd", "zvhd", "vmdk"];

export const filesRequest: readonly Rule[] = [
  rule({
    id: "bucket/named",
    severity: "error",
    appliesTo: FILES,
    inputs: ["bucket.name"],
    attribute: "bucket.name",
    check: (facts) => facts["bucket.name"] !== null && !namesNothing(facts["bucket.name"]),
    message: (facts, { replica }) => `${replica} names no bucket${inPlaceOfName(facts["bucket.name"])}.`,
    ofUnsaid: true,
    remediation: "Name a bucket of the standard class in the region of the image.",
    refusal: documented("IMG.0068"),
    condition: (refs) => isGiven(refs["bucket.name"]),
    source: `${API_ERRORS}: IMG.0068, the bucket name is empty`,
    example: { "bucket.name": "" },
  }),
  rule({
    id: "object/named",
    severity: "error",
    appliesTo: FILES,
    inputs: ["object.key"],
    attribute: "object.key",
    check: (facts) => facts["object.key"] !== null && !namesNothing(facts["object.key"]),
    message: (facts, { replica }) => `${replica} names no object in the bucket${inPlaceOfName(facts["object.key"])}.`,
    ofUnsaid: true,
    remediation: "Give the object a key.",
    refusal: documented("IMG.0073"),
    condition: (refs) => isGiven(refs["object.key"]),
    source: `${API_ERRORS}: IMG.0073, the object name is empty`,
    example: { "object.key": "" },
  }),
  rule({
    id: "target/named",
    severity: "error",
    appliesTo: TRANSFER,
    inputs: ["target.bucket"],
    attribute: "target.bucket",
    check: (facts) => facts["target.bucket"] !== null && !namesNothing(facts["target.bucket"]),
    message: (facts, { replica }) =>
      `${replica} names no bucket to carry it to ("targetBucket")${inPlaceOfName(facts["target.bucket"])}.`,
    remediation: "Name a bucket of the standard class in the target region.",
    refusal: ofStorage("OBS.NoSuchBucket", 404),
    condition: (refs) => isGiven(refs["target.bucket"]),
    source: `${STORAGE}: a bucket is reached by its name`,
    example: { "target.bucket": "", "target.exists": null, "target.account": null },
  }),
  rule({
    id: "target/other-place",
    severity: "error",
    appliesTo: TRANSFER,
    inputs: ["bucket.name", "object.key", "target.bucket", "target.key"],
    attribute: "target.bucket",
    check: (facts) => facts["bucket.name"] !== facts["target.bucket"] || facts["object.key"] !== facts["target.key"],
    message: (facts, { replica }) =>
      `${replica} is to be carried to where it is: ${String(facts["target.bucket"])}:${String(facts["target.key"])}.`,
    remediation: "Name another bucket.",
    source: "Our own: it would be read and written at once",
    example: {
      "bucket.name": "images-home",
      "object.key": "web.zvhd2",
      "target.bucket": "images-home",
      "target.key": "web.zvhd2",
    },
  }),
  rule({
    id: "export/format-known",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["object.format", "export.fast"],
    attribute: "object.format",
    check: (facts) => facts["export.fast"] || EXPORTED.includes(facts["object.format"]),
    message: (facts, { image }) =>
      `${image} is to be exported as ${facts["object.format"] ?? "no format"}, and images are exported as ${EXPORTED.join(", ")}.`,
    remediation: "Name one of these formats, or export it fast, which has a format of its own.",
    refusal: documented("IMG.0072"),
    source: `${EXPORTING}: file_format. ${API_ERRORS}: IMG.0072, the format is not supported`,
    example: { "object.format": "raw" },
  }),
  rule({
    id: "export/fast-has-own-format",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["object.format", "export.fast"],
    attribute: "object.format",
    check: (facts) => !facts["export.fast"] || facts["object.format"] === "zvhd2",
    message: (facts, { image }) =>
      `${image} is to be exported fast and as ${String(facts["object.format"])}, and a fast export gives zvhd2 and takes no format.`,
    remediation: "Leave the format out.",
    refusal: assumed("IMG.0072"),
    source: `${EXPORTING}: is_quick_export excludes file_format, and gives zvhd2`,
    example: { "export.fast": true, "object.format": "qcow2" },
  }),
  rule({
    id: "register/os-version",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["register.quick", "register.kind", "register.osVersion"],
    attribute: "register.osVersion",
    check: (facts) =>
      !facts["register.quick"] ||
      facts["register.kind"] !== "system-disk" ||
      (facts["register.osVersion"] !== null && facts["register.osVersion"] !== ""),
    message: (_facts, { replica }) =>
      `${replica} is to be a system disk image by quick import, and its operating system's version is not said.`,
    remediation: 'Say it as the service lists it, such as "Ubuntu 22.04 server 64bit".',
    refusal: documented("IMG.0056"),
    source: `${QUICK}: os_version is mandatory. ${API_ERRORS}: IMG.0056, the OS version is invalid`,
    example: { "register.quick": true, "object.format": "zvhd2", "register.osVersion": "" },
  }),
  rule({
    id: "register/quick-takes-no-key",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["register.quick", "replica.encryption"],
    attribute: "replica.encryption",
    check: (facts) => !facts["register.quick"] || facts["replica.encryption"] !== "kms",
    message: (_facts, { replica }) =>
      `${replica} is to be made by quick import and encrypted with a key, and a quick import takes no key.`,
    remediation: "Register it unencrypted, and encrypt a replica of it (ReplicatedImage).",
    source: `Our own: ${QUICK} has no field for a key, so that it would be dropped`,
    example: {
      "register.quick": true,
      "object.format": "zvhd2",
      "register.osVersion": "Ubuntu 22.04",
      "replica.encryption": "kms",
      "key.id": "k-1",
    },
  }),
];

export const filesExistence: readonly Rule[] = [
  rule({
    id: "bucket/exists",
    severity: "error",
    appliesTo: FILES,
    inputs: ["bucket.exists", "bucket.name"],
    attribute: "bucket.name",
    check: (facts) => facts["bucket.exists"] !== false || namesNothing(facts["bucket.name"] ?? ""),
    message: (facts, { replica }) =>
      `${replica} names the bucket "${String(facts["bucket.name"])}", and there is no such bucket.`,
    remediation: "Create it, of the standard class, or correct the name.",
    refusal: documented("IMG.0069"),
    source: `${API_ERRORS}: IMG.0069, the bucket cannot be reached`,
    example: { "bucket.exists": false, "bucket.account": null, "bucket.region": null, "bucket.storageClass": null },
  }),
  rule({
    id: "bucket/in-region",
    severity: "error",
    appliesTo: ["exportImage", "registerImage"],
    inputs: ["bucket.region", "bucket.name", "caller.region"],
    attribute: "bucket.name",
    check: (facts) => facts["bucket.region"] === null || facts["bucket.region"] === facts["caller.region"],
    message: (facts, { replica }) =>
      `${replica} names the bucket "${String(facts["bucket.name"])}" of ${String(facts["bucket.region"])}, and the image service of ${facts["caller.region"]} reaches only buckets of its own region.`,
    remediation: "Name a bucket of that region; an object is carried from bucket to bucket by a transfer.",
    refusal: documented("IMG.0058"),
    source: `${API_ERRORS}: IMG.0058, the bucket is in another region. ${EXPORTING}: a bucket of the same region`,
    example: { "bucket.region": "cn-south-1" },
  }),
  rule({
    id: "object/exists",
    severity: "error",
    appliesTo: ["transferObject", "registerImage"],
    inputs: ["object.exists", "object.key", "bucket.name"],
    attribute: "object.key",
    check: (facts) => facts["object.exists"] !== false,
    message: (facts, { replica }) =>
      `${replica} is to be made of ${String(facts["bucket.name"])}:${String(facts["object.key"])}, and there is no such object.`,
    remediation: "Export or upload it first, or correct the key.",
    refusal: documented("IMG.0057"),
    source: `${API_ERRORS}: IMG.0057, the image file is missing`,
    example: { "object.exists": false, "object.sizeGib": null, "object.format": null },
  }),
  rule({
    id: "target/exists",
    severity: "error",
    appliesTo: TRANSFER,
    inputs: ["target.exists", "target.bucket"],
    attribute: "target.bucket",
    check: (facts) => facts["target.exists"] !== false || namesNothing(facts["target.bucket"] ?? ""),
    message: (facts, { replica }) =>
      `${replica} is to be carried to the bucket "${String(facts["target.bucket"])}", and there is no such bucket.`,
    remediation: "Create it, of the standard class, in the region where the image is to be registered.",
    refusal: ofStorage("OBS.NoSuchBucket", 404),
    source: `${STORAGE}: a bucket that does not exist takes no object`,
    example: { "target.exists": false, "target.account": null },
  }),
];

export const filesPermission: readonly Rule[] = [
  rule({
    id: "bucket/owned",
    severity: "error",
    appliesTo: FILES,
    inputs: ["bucket.account", "bucket.name", "caller.account"],
    attribute: "bucket.name",
    check: (facts) => facts["bucket.account"] === null || facts["bucket.account"] === facts["caller.account"],
    message: (facts, { replica }) =>
      `${replica} names the bucket "${String(facts["bucket.name"])}" of the account "${String(facts["bucket.account"])}", which "${facts["caller.account"]}" cannot reach.`,
    remediation: "Name a bucket of this account.",
    refusal: assumed("IMG.0069"),
    source: `${API_ERRORS}: IMG.0069, the bucket cannot be reached`,
    example: { "bucket.account": "stranger" },
  }),
  rule({
    id: "target/owned",
    severity: "error",
    appliesTo: TRANSFER,
    inputs: ["target.account", "target.bucket", "target.caller"],
    attribute: "target.bucket",
    check: (facts) => facts["target.account"] === null || facts["target.account"] === facts["target.caller"],
    message: (facts, { replica }) =>
      `${replica} is to be carried to the bucket "${String(facts["target.bucket"])}" of the account "${String(facts["target.account"])}", and "${String(facts["target.caller"])}" writes it.`,
    remediation: "Name a bucket of the account that writes, or let the bucket's owner write.",
    refusal: ofStorage("OBS.AccessDenied", 403),
    source: `${STORAGE}: who may not write to a bucket is denied`,
    example: { "target.account": "stranger" },
  }),
  rule({
    id: "export/private-image",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["image.seenAs"],
    attribute: "image.seenAs",
    check: (facts) => facts["image.seenAs"] !== "public" && facts["image.seenAs"] !== "market",
    message: (facts, { image }) =>
      `${image} is a ${facts["image.seenAs"] === "market" ? "marketplace" : "public"} image, and only private images can be exported.`,
    remediation: "Public images exist in every region; take the one that is there.",
    refusal: documented("IMG.0077"),
    source: `${API_ERRORS}: IMG.0077, a public image cannot be exported`,
    example: { "image.seenAs": "public" },
  }),
];

export const filesState: readonly Rule[] = [
  rule({
    id: "export/object-new",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["object.exists", "object.key", "bucket.name"],
    attribute: "object.key",
    check: (facts) => facts["object.exists"] !== true,
    message: (facts, { image }) =>
      `${image} is to be exported to ${String(facts["bucket.name"])}:${String(facts["object.key"])}, and there is an object of that key.`,
    remediation: "Choose another key, or remove the object.",
    refusal: documented("IMG.0070"),
    source: `${API_ERRORS}: IMG.0070, the object exists`,
    example: { "object.exists": true },
  }),
  rule({
    id: "target/free",
    severity: "error",
    appliesTo: TRANSFER,
    inputs: ["target.taken", "target.bucket", "target.key"],
    attribute: "target.key",
    check: (facts) => facts["target.taken"] !== true,
    message: (facts, { replica }) =>
      `${replica} is to be carried to ${String(facts["target.bucket"])}:${String(facts["target.key"])}, where another object lies.`,
    remediation: "Choose another key, or remove that object.",
    refusal: ofStorage("OBS.PreconditionFailed", 412),
    source: `${STORAGE}: a conditional write does not replace an object`,
    example: { "target.taken": true },
  }),
];
