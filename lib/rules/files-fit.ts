// What fits together when image files are written and read: kinds, licences, formats, sizes. Rows by group, for the table.
import { formatGib } from "../values";
import { API_ERRORS, assumed, documented, EXPORT, REGISTER, rule, type Rule } from "./rule";
import { EXPORTED, EXPORTING, QUICK } from "./files";

const IMPORTING = "API reference, Creating an Image from a File";
const IMPORTED: readonly (string | null)[] = [...EXPORTED, "raw", "vhdx", "qed", "vdi", "qcow", "zvhd2", "ova"];
const QUICKLY: readonly (string | null)[] = ["raw", "zvhd2"];

export const filesCompatibility: readonly Rule[] = [
  rule({
    id: "bucket/standard-class",
    severity: "error",
    appliesTo: ["exportImage", "registerImage"],
    inputs: ["bucket.storageClass", "bucket.name"],
    attribute: "bucket.name",
    check: (facts) => facts["bucket.storageClass"] === null || facts["bucket.storageClass"] === "standard",
    message: (facts, { replica }) =>
      `${replica} names the bucket "${String(facts["bucket.name"])}" of the ${String(facts["bucket.storageClass"])} class, and the image service uses only buckets of the standard class.`,
    remediation: "Name a bucket of the standard class.",
    refusal: assumed("IMG.0069"),
    source: `${EXPORTING} and ${IMPORTING}: buckets of the standard class`,
    example: { "bucket.storageClass": "cold" },
  }),
  rule({
    id: "export/not-full-ecs",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: (facts) => facts["image.kind"] !== "full-ecs",
    message: (_facts, { image }) => `${image} is a full-ECS image, and full-ECS images cannot be exported.`,
    remediation: "Make system and data disk images of the server, and export those.",
    refusal: documented("IMG.0128"),
    condition: (refs) => `${refs["image.kind"]} != "full-ecs"`,
    source: `${API_ERRORS}: IMG.0128, a full-ECS image cannot be exported`,
    example: { "image.kind": "full-ecs" },
  }),
  rule({
    id: "export/not-iso",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: (facts) => facts["image.kind"] !== "iso",
    message: (_facts, { image }) => `${image} was created from an ISO file, and such images cannot be exported.`,
    remediation: "Upload the ISO file itself to a bucket where it is wanted.",
    refusal: assumed("IMG.0167"),
    condition: (refs) => `${refs["image.kind"]} != "iso"`,
    source: `${API_ERRORS}: IMG.0167, not for ISO images`,
    example: { "image.kind": "iso" },
  }),
  rule({
    id: "export/licence",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["image.licence"],
    attribute: "image.licence",
    check: (facts) => facts["image.licence"] === "free",
    message: (facts, { image }) =>
      facts["image.licence"] === "market"
        ? `${image} comes from an image of the marketplace, and such images cannot be exported.`
        : `${image} comes from a public image of Windows, SUSE, Red Hat, Ubuntu or Oracle Linux, and such images cannot be exported.`,
    remediation: "Make an image of the same system from an installation file of your own: that one can be exported.",
    refusal: documented("IMG.0079"),
    source: `${API_ERRORS}: IMG.0079, the source is charged for. ${EXPORTING}: restrictions`,
    example: { "image.licence": "vendor" },
  }),
  rule({
    id: "export/fast-not-encrypted",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["export.fast", "image.encrypted"],
    attribute: "image.encrypted",
    check: (facts) => !facts["export.fast"] || !facts["image.encrypted"],
    message: (_facts, { image }) => `${image} is encrypted, and an encrypted image cannot be exported fast.`,
    remediation: "Replicate it to an unencrypted one first (ReplicatedImage with Encryption.none()), and export that.",
    refusal: assumed("IMG.0071"),
    source: `${EXPORTING}: fast export does not take encrypted images`,
    example: {
      "export.fast": true,
      "object.format": "zvhd2",
      "image.encrypted": true,
      "image.encryption": "kms",
      "image.keyId": "k-0",
    },
  }),
  rule({
    id: "export/size",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["export.fast", "image.sizeGib"],
    attribute: "image.sizeGib",
    check: (facts, { limits }) => facts["export.fast"] || facts["image.sizeGib"] <= limits.exportSizeGib.value,
    message: (facts, { image }, { limits }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and a plain export takes at most ${formatGib(limits.exportSizeGib.value)}.`,
    remediation: "Export it fast, which takes up to 1 TB.",
    refusal: documented("IMG.0160"),
    source: `${API_ERRORS}: IMG.0160, the image is too large. ${EXPORTING}: beyond 128 GB only by fast export`,
    example: { "image.sizeGib": 129 },
  }),
  rule({
    id: "export/fast-size",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["export.fast", "image.sizeGib"],
    attribute: "image.sizeGib",
    check: (facts, { limits }) => !facts["export.fast"] || facts["image.sizeGib"] <= limits.fastExportSizeGib.value,
    message: (facts, { image }, { limits }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and a fast export takes at most ${formatGib(limits.fastExportSizeGib.value)}.`,
    remediation: "Make smaller images of the disks: no way is documented for one of this size.",
    refusal: assumed("IMG.0160"),
    source: `${EXPORTING}: fast export up to 1 TB`,
    example: { "export.fast": true, "object.format": "zvhd2", "image.sizeGib": 1025 },
  }),
  rule({
    id: "register/format",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["object.format", "register.quick"],
    attribute: "object.format",
    check: (facts) =>
      facts["object.format"] === null ||
      (facts["register.quick"] ? QUICKLY : IMPORTED).includes(facts["object.format"]),
    message: (facts, { replica }) =>
      `${replica} is to be made of a file in format ${String(facts["object.format"])}, and ${facts["register.quick"] ? "a quick import" : "an import"} takes ${(facts["register.quick"] ? QUICKLY : IMPORTED).join(", ")}.`,
    remediation: "Convert the file, or export the image in one of these formats.",
    refusal: documented("IMG.0072"),
    source: `${API_ERRORS}: IMG.0072, the format is not supported. ${IMPORTING}: formats. ${QUICK}: raw or zvhd2`,
    example: { "object.format": "other" },
  }),
  rule({
    id: "register/size",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["object.sizeGib", "register.quick"],
    attribute: "object.sizeGib",
    check: (facts, { limits }) =>
      facts["register.quick"] ||
      facts["object.sizeGib"] === null ||
      facts["object.sizeGib"] <= limits.importSizeGib.value,
    message: (facts, { replica }, { limits }) =>
      `${replica} is to be made of a file of ${formatGib(facts["object.sizeGib"] ?? 0)}, and an import takes at most ${formatGib(limits.importSizeGib.value)}.`,
    remediation: "Import it quickly, which takes raw and zvhd2 files up to 1 TB.",
    refusal: documented("IMG.0059"),
    source: `${API_ERRORS}: IMG.0059, the file is larger than 128 GB. ${IMPORTING}`,
    example: { "object.sizeGib": 129 },
  }),
  rule({
    id: "register/quick-size",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["object.sizeGib", "register.quick"],
    attribute: "object.sizeGib",
    check: (facts, { limits }) =>
      !facts["register.quick"] ||
      facts["object.sizeGib"] === null ||
      facts["object.sizeGib"] <= limits.quickImportSizeGib.value,
    message: (facts, { replica }, { limits }) =>
      `${replica} is to be made of a file of ${formatGib(facts["object.sizeGib"] ?? 0)}, and a quick import takes at most ${formatGib(limits.quickImportSizeGib.value)}.`,
    remediation: "Make smaller images of the disks: no way is documented for one of this size.",
    refusal: assumed("IMG.0059"),
    source: `${QUICK}: at most 1 TB`,
    example: {
      "register.quick": true,
      "object.format": "zvhd2",
      "register.osVersion": "Ubuntu 22.04",
      "object.sizeGib": 1025,
    },
  }),
  rule({
    id: "register/min-disk",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["register.minDiskGib", "register.kind"],
    attribute: "register.minDiskGib",
    check: (facts, { limits }) =>
      facts["register.minDiskGib"] === null ||
      (facts["register.minDiskGib"] >= 1 &&
        facts["register.minDiskGib"] <=
          (facts["register.kind"] === "data-disk" ? limits.dataMinDiskGib : limits.systemMinDiskGib).value),
    message: (facts, { replica }, { limits }) =>
      `${replica} asks for a disk of at least ${String(facts["register.minDiskGib"])} GiB, and a ${String(facts["register.kind"])} image's least disk is from 1 to ${String((facts["register.kind"] === "data-disk" ? limits.dataMinDiskGib : limits.systemMinDiskGib).value)} GiB.`,
    remediation: "Name the size of the disk that the file was made of.",
    refusal: documented("IMG.0055"),
    source: `${API_ERRORS}: IMG.0055, the disk size is invalid. ${IMPORTING}: min_disk, in its widest edition 1 to 1,024, data disks 2,048`,
    example: { "register.minDiskGib": 1025 },
  }),
  rule({
    id: "register/min-disk-holds",
    severity: "error",
    appliesTo: REGISTER,
    inputs: ["register.minDiskGib", "object.minDiskGib"],
    attribute: "register.minDiskGib",
    check: (facts) =>
      facts["object.minDiskGib"] === null ||
      facts["register.minDiskGib"] === null ||
      facts["register.minDiskGib"] >= facts["object.minDiskGib"],
    message: (facts, { replica }) =>
      `${replica} asks for a disk of at least ${String(facts["register.minDiskGib"])} GiB, and the file holds a disk of ${String(facts["object.minDiskGib"])} GiB.`,
    remediation: "Name at least the size of the disk in the file.",
    refusal: assumed("IMG.0055"),
    source: `${IMPORTING}: min_disk must be at least the disk size in the file`,
    example: { "register.minDiskGib": 40, "object.minDiskGib": 41 },
  }),
];

export const filesGuards: readonly Rule[] = [
  rule({
    id: "export/goes-plain",
    severity: "error",
    appliesTo: EXPORT,
    inputs: ["export.fast", "image.encrypted"],
    attribute: "image.encrypted",
    check: (facts) => facts["export.fast"] || !facts["image.encrypted"],
    message: (_facts, { image }) =>
      `${image} is encrypted, and no document says whether its exported file is: it may lie in the bucket in plain.`,
    remediation:
      "Replicate it to an unencrypted one first (ReplicatedImage with Encryption.none()), so that it is said, and export that.",
    source: "Our own: the documents speak of encrypted images only with fast export",
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" },
  }),
];
