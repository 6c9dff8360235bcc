// The program as a whole: what no single request shows.
import { listed, lowerFirst } from "../values";
import { ACROSS, EVERY, FAQ, MAKING, rule, type Rule } from "./rule";

export const stack: readonly Rule[] = [
  rule({
    id: "stack/one-construct-per-replica",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["replica.claimants"],
    attribute: "replica.claimants",
    check: (facts) => facts["replica.claimants"].length < 2,
    message: (facts, { replica }) =>
      `${replica} is claimed by ${String(facts["replica.claimants"].length)} constructs: ${listed(facts["replica.claimants"])}.`,
    remediation:
      "Keep one of them, or give the replicas different names: the same account, project, region and name is the same replica, and an image is shared, accepted or exported by one construct.",
    source: "Our own: two copies of one name in one region cannot be told apart",
    example: { "replica.claimants": ["app/a", "app/b"] },
  }),
  rule({
    id: "stack/route-decided",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["route.lacks"],
    attribute: "route.lacks",
    check: (facts) => facts["route.lacks"].length === 0,
    message: (facts, { image, replica }) =>
      `Which way leads from ${lowerFirst(image)} to ${lowerFirst(replica)} hangs on what is not known of it: ${facts["route.lacks"].join(", ")}.`,
    remediation: 'State it where the source is declared; of an image that Terraform looks up, in "expect".',
    source: "Our own: a route that is chosen at synth must not turn out illegal hours later",
    example: { "route.lacks": ["kind"] },
  }),
  rule({
    id: "stack/route-exists",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["route.blocked"],
    attribute: "route.blocked",
    check: (facts) => facts["route.blocked"].length === 0,
    message: (facts, { image, replica }) =>
      `No route leads from ${lowerFirst(image)} to ${lowerFirst(replica)}. ${facts["route.blocked"].join(" ")}`,
    remediation: "Fix what blocks one of these ways, or remove the destination.",
    source: "Our own: the planner tries every operation that the service has, and asks the rules of each",
    example: { "route.blocked": ["(1) copy cn-north-4 → cn-east-3 [across/not-iso]: it is an ISO image."] },
  }),
  rule({
    id: "stack/made-before-retired",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["route.recipe", "route.madeOf"],
    attribute: "route.madeOf",
    // What is not made yet is decided whatever it is to be made of.
    check: (facts) =>
      facts["route.madeOf"] === null ||
      (facts["route.madeOf"] !== "" && facts["route.madeOf"] === facts["route.recipe"]),
    message: (facts, { replica }) =>
      facts["route.madeOf"] === ""
        ? `${replica} cannot be created: its intermediate copies are deleted.`
        : `${replica} cannot be created from "${String(facts["route.recipe"])}" (it was created from "${String(facts["route.madeOf"])}"): its intermediate copies are deleted.`,
    remediation: "Set intermediates: Intermediates.RETAIN, apply, then set DELETE again.",
    condition: (refs) => `${refs["route.recipe"]} == null || ${refs["route.madeOf"]} == ${refs["route.recipe"]}`,
    source:
      "Our own: a replica cannot be created again without its intermediate copies, and must not be destroyed for that",
    example: { "route.recipe": "image ims-2", "route.madeOf": "image ims-1" },
  }),
  rule({
    id: "stack/no-cycle",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["source.cycle"],
    attribute: "source.cycle",
    check: (facts) => facts["source.cycle"].length === 0,
    message: (facts, { replica }) =>
      `${replica} is made, in the end, from itself: ${facts["source.cycle"].join(" from ")}.`,
    remediation: "Let one of them come from another source.",
    source: "Our own: each would wait for the other",
    example: { "source.cycle": ["app/a", "app/b", "app/a"] },
  }),
  rule({
    id: "stack/one-provider-per-identity",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.sameIdentity", "caller.account", "caller.region"],
    attribute: "provider.sameIdentity",
    check: (facts) => facts["provider.sameIdentity"].length < 2,
    message: (facts) =>
      `Account "${facts["caller.account"]}" in ${facts["caller.region"]} has ${String(facts["provider.sameIdentity"].length)} providers in one stack: ${listed(facts["provider.sameIdentity"])}.`,
    ofStack: true,
    remediation:
      "Keep one of them; if they are meant for different accounts or projects, state those: account, project.",
    source: "Our own: what is shared between two identities would be shared with oneself",
    example: { "provider.sameIdentity": ["app/one", "app/two"] },
  }),
  rule({
    id: "stack/one-provider-per-alias",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.sameAlias"],
    attribute: "provider.sameAlias",
    check: (facts) => facts["provider.sameAlias"].length < 2,
    message: (facts) =>
      `The providers ${listed(facts["provider.sameAlias"])} have the same alias or none, and Terraform refuses to tell them apart.`,
    ofStack: true,
    remediation: "Give all but one an alias, each its own.",
    source: "Terraform: only one default configuration of a provider, and aliases are unique; cdktf does not check it",
    example: { "provider.sameAlias": ["app/one", "app/two"] },
  }),
  rule({
    id: "stack/provider-of-this-stack",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.foreignStack"],
    attribute: "provider.foreignStack",
    check: (facts) => facts["provider.foreignStack"] === "",
    message: (facts, { replica }) =>
      `${replica} uses a provider of the stack "${facts["provider.foreignStack"]}", and a provider works only in its own stack.`,
    remediation: "Create a provider in this stack and pass that.",
    source: "Terraform: provider configurations belong to one root module; cdktf does not check it",
    example: { "provider.foreignStack": "other" },
  }),
  rule({
    id: "stack/provider-region-known",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.unknownRegions"],
    attribute: "provider.unknownRegions",
    check: (facts) => facts["provider.unknownRegions"].length === 0,
    message: (facts) =>
      `A provider of the stack has the region ${listed(facts["provider.unknownRegions"].map((region) => `"${region}"`))}, and there is no region of that id.`,
    ofStack: true,
    remediation:
      'Give it a region id such as "cn-north-4"; a region in trial is added by the context "image-replication:catalog".',
    source:
      "Our own: images that state their region go past it, and the vendor's provider would sign in where nobody answers",
    example: { "provider.unknownRegions": ["mars-1"] },
  }),
  rule({
    id: "stack/one-target",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.targets"],
    attribute: "provider.targets",
    check: (facts) => facts["provider.targets"].length < 2,
    message: (facts) =>
      `The providers of one stack have the targets ${listed(facts["provider.targets"])}, and a stack is applied to one.`,
    ofStack: true,
    remediation: "Leave the target to the context of cdktf.json, or make a stack for each.",
    source: "Our own: simulated and real resources would share one state",
    example: { "provider.targets": ["simulated", "huaweicloud"] },
  }),
  rule({
    id: "stack/own-provider-class",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.foreignClasses"],
    attribute: "provider.foreignClasses",
    check: (facts) => facts["provider.foreignClasses"].length === 0,
    message: (facts) =>
      `The stack's target is the simulated cloud, and ${listed(facts["provider.foreignClasses"])} is a provider of another package, which reaches the real one.`,
    ofStack: true,
    remediation:
      'Declare a HuaweicloudProvider of this package in its place, or set the context "image-replication:target" to "huaweicloud".',
    source: "Our own: simulated and real resources would share one provider name and one state",
    example: { "provider.foreignClasses": ["app/huaweicloud"] },
  }),
  rule({
    id: "stack/served-types",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.unservedTypes"],
    attribute: "provider.unservedTypes",
    check: (facts) => facts["provider.unservedTypes"].length === 0,
    message: (facts) =>
      `The stack's target is the simulated cloud, which does not serve ${listed(facts["provider.unservedTypes"])}.`,
    ofStack: true,
    remediation:
      'Move it to a stack of its own with the vendor\'s provider, or set the context "image-replication:target" to "huaweicloud".',
    source: "Our own: terraform plan would fail for want of the type; lib/vendor/served.ts lists what is served",
    example: { "provider.unservedTypes": ["huaweicloud_vpc (app/network)"] },
  }),
  rule({
    id: "stack/no-literal-credential",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["provider.literalCredentials"],
    attribute: "provider.literalCredentials",
    check: (facts) => facts["provider.literalCredentials"].length === 0,
    message: (facts) =>
      `A provider of the stack has ${listed(facts["provider.literalCredentials"])} as plain text, which would be written to cdk.tf.json.`,
    ofStack: true,
    remediation: "Leave it to the environment (HW_ACCESS_KEY, HW_SECRET_KEY), or pass a sensitive Terraform variable.",
    source: "Our own: synthesized files are committed and shared",
    example: { "provider.literalCredentials": ["secret_key"] },
  }),
  rule({
    id: "stack/acknowledged-guards-only",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["replica.wrongAcknowledgements"],
    attribute: "replica.wrongAcknowledgements",
    check: (facts) => facts["replica.wrongAcknowledgements"].length === 0,
    message: (facts, { replica }) =>
      `${replica} acknowledges ${listed(facts["replica.wrongAcknowledgements"])}, and only guards can be acknowledged, each with a reason: what the service refuses fails all the same.`,
    remediation: "Acknowledge rules that RULES.md calls guards, and say why.",
    source: "Our own: an acknowledged refusal would only fail later",
    example: { "replica.wrongAcknowledgements": ["copy/size-within-limit"] },
  }),
  rule({
    id: "stack/facts-not-overridden",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["replica.overridden"],
    attribute: "replica.overridden",
    check: (facts) => Object.keys(facts["replica.overridden"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has an override of ${listed(
        Object.entries(facts["replica.overridden"]).map(([argument, prop]) =>
          prop === "" ? `"${argument}", which no prop sets` : `"${argument}", which the prop "${prop}" sets`,
        ),
      )}: rules and policies would judge something else than Terraform gets.`,
    remediation:
      "Remove the override. Set the prop, on a construct that has it; declare a construct for each in place of count and for_each.",
    source: "Our own: the route plan and the policies would tell of an image that is not the one that is made",
    example: { "replica.overridden": { kms_key_id: "encryption" } },
  }),
  rule({
    id: "stack/slots-within-limit",
    severity: "warning",
    appliesTo: ACROSS,
    inputs: ["account.slots", "caller.account"],
    attribute: "account.slots",
    check: (facts, { limits }) => facts["account.slots"] <= limits.crossRegionSlots.value,
    message: (facts, _subject, { limits }) =>
      `The stacks of this app take ${String(facts["account.slots"])} cross-region slots of the account "${facts["caller.account"]}" together, and it has ${String(limits.crossRegionSlots.value)}.`,
    ofStack: true,
    remediation: "Give the providers fewer slots; copies beyond the limit queue, or are refused.",
    source: `${FAQ}: "What Is the Maximum Number of Concurrent Cross-Region Image Replication Tasks? Five."`,
    example: { "account.slots": 8 },
  }),
];
