// The program as a whole: what no single request shows.
import { listed } from "../values";
import { BOTH, rule, type Rule } from "./rule";

export const stack: readonly Rule[] = [
  rule({
    id: "stack/one-construct-per-replica",
    severity: "error",
    on: BOTH,
    reads: ["replica.claimants"],
    at: "replica.claimants",
    holds: (facts) => facts["replica.claimants"].length < 2,
    says: (facts, { replica }) =>
      `${replica} is claimed by ${String(facts["replica.claimants"].length)} constructs: ${listed(facts["replica.claimants"])}.`,
    fix: "Keep one of them, or give the replicas different names: the same account, project, region and name is the same replica.",
    source: "Our own: two copies of one name in one region cannot be told apart",
    example: { "replica.claimants": ["app/a", "app/b"] },
  }),
  rule({
    id: "stack/no-cycle",
    severity: "error",
    on: BOTH,
    reads: ["source.cycle"],
    at: "source.cycle",
    holds: (facts) => facts["source.cycle"].length === 0,
    says: (facts, { replica }) =>
      `${replica} is made, in the end, from itself: ${facts["source.cycle"].join(" from ")}.`,
    fix: "Let one of them come from another source.",
    source: "Our own: each would wait for the other",
    example: { "source.cycle": ["app/a", "app/b", "app/a"] },
  }),
  rule({
    id: "stack/one-provider-per-identity",
    severity: "error",
    on: BOTH,
    reads: ["provider.sameIdentity", "caller.account", "caller.region"],
    at: "provider.sameIdentity",
    holds: (facts) => facts["provider.sameIdentity"].length < 2,
    says: (facts) =>
      `Account "${facts["caller.account"]}" in ${facts["caller.region"]} has ${String(facts["provider.sameIdentity"].length)} providers in one stack: ${listed(facts["provider.sameIdentity"])}.`,
    fix: "Keep one of them; if they are meant for different accounts or projects, state those: account, project.",
    source: "Our own: what is shared between two identities would be shared with oneself",
    example: { "provider.sameIdentity": ["app/one", "app/two"] },
  }),
  rule({
    id: "stack/one-provider-per-alias",
    severity: "error",
    on: BOTH,
    reads: ["provider.sameAlias"],
    at: "provider.sameAlias",
    holds: (facts) => facts["provider.sameAlias"].length < 2,
    says: (facts) =>
      `The providers ${listed(facts["provider.sameAlias"])} have the same alias or none, and Terraform refuses to tell them apart.`,
    fix: "Give all but one an alias, each its own.",
    source: "Terraform: only one default configuration of a provider, and aliases are unique; cdktf does not check it",
    example: { "provider.sameAlias": ["app/one", "app/two"] },
  }),
  rule({
    id: "stack/provider-of-this-stack",
    severity: "error",
    on: BOTH,
    reads: ["provider.foreignStack"],
    at: "provider.foreignStack",
    holds: (facts) => facts["provider.foreignStack"] === "",
    says: (facts, { replica }) =>
      `${replica} uses a provider of the stack "${facts["provider.foreignStack"]}", and a provider works only in its own stack.`,
    fix: "Create a provider in this stack and pass that.",
    source: "Terraform: provider configurations belong to one root module; cdktf does not check it",
    example: { "provider.foreignStack": "other" },
  }),
];
