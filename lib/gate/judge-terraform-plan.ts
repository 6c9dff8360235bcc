// A Terraform plan held against the table of rules: any configuration that copies images with the vendor's resources, whoever wrote it.
import type { Catalog } from "../catalog";
import { defaultProject, identityText, Recording, type Inventory } from "../model";
import { judgeWishes, planRoutes, told, type RoutePlan, type StackFindings, type Wish } from "../routes";
import { SIMULATED_SOURCE } from "../vendor";
import { isKnown } from "../values";
import type { SourceTags } from "./judge-policies";
import { copiesOf, type TerraformCopy } from "./terraform-copies";
import { factSheetOf, subjectOf } from "./terraform-facts";
import { readTerraformJson } from "./terraform-json";

export interface JudgedTerraformPlan {
  readonly findings: StackFindings;
  /** Schedule, hours and GiB of the copies that the plan makes. */
  readonly routePlan: RoutePlan;
  /** Tags of the images that copies are made from, where they are known. */
  readonly sourceTags: SourceTags;
  /** Copies that are there and are made again. */
  readonly replaced: readonly ReplacedCopy[];
}

export interface ReplacedCopy {
  readonly address: string;
  /** Arguments whose change replaces it. */
  readonly because: readonly string[];
}

export interface TerraformJudging {
  readonly catalog: Catalog;
  /** What is recorded of the accounts; without one, less is known. */
  readonly inventory?: Inventory;
}

/** Judges what `terraform show -json` prints of a plan. Throws a UsageError when the text is none. */
export function judgeTerraformPlan(text: string, file: string, options: TerraformJudging): JudgedTerraformPlan {
  const { catalog, inventory } = options;
  const copies = copiesOf(readTerraformJson(text, file), inventory);
  const wishes = wishesOf(copies, options);
  const verdicts = judgeWishes({ wishes, catalog });
  const target = copies.some(({ resource }) => resource.provider === SIMULATED_SOURCE) ? "simulated" : "huaweicloud";
  const routePlan = planRoutes({ stack: file, target, wishes, catalog }, verdicts);
  return {
    findings: { stack: file, findings: routePlan.findings },
    routePlan,
    sourceTags: new Map(
      copies.flatMap(({ source: { image, label } }) => (isKnown(image.tags) ? [[label, image.tags] as const] : [])),
    ),
    replaced: copies
      .filter(({ resource }) => resource.actions.includes("delete"))
      .map(({ resource }) => ({ address: resource.address, because: resource.replacedFor })),
  };
}

function wishesOf(copies: readonly TerraformCopy[], { catalog, inventory }: TerraformJudging): readonly Wish[] {
  const recording = new Recording(inventory);
  const sites = new Map(
    (inventory?.accounts ?? []).flatMap(({ id, site }) => (site === null ? [] : [[id, site] as const])),
  );
  const claims = new Map<string, string[]>();
  for (const copy of copies) {
    const identity = identityOf(copy);
    if (identity !== undefined) claims.set(identity, [...(claims.get(identity) ?? []), copy.resource.address]);
  }
  const idOf = (copy: TerraformCopy): string => {
    const identity = identityOf(copy);
    return identity !== undefined && claims.get(identity)?.length === 1 ? identity : copy.resource.address;
  };
  const planned = new Map<string, number>();
  return copies.map((copy) => {
    const { resource, operation, source } = copy;
    const place = `${copy.account} ${isKnown(copy.target) ? copy.target : ""}`;
    const plannedBefore = planned.get(place) ?? 0;
    planned.set(place, plannedBefore + 1);
    const claimants = claims.get(identityOf(copy) ?? "") ?? [resource.address];
    const target = resource.provider === SIMULATED_SOURCE ? "simulated" : "huaweicloud";
    const sheet = factSheetOf(copy, { catalog, recording, sites, claimants, target, plannedBefore });
    return {
      id: idOf(copy),
      construct: resource.address,
      operation,
      sheet,
      subject: subjectOf(copy),
      source: source.copy === undefined ? { image: entryOf(copy, sheet) } : { hop: idOf(source.copy) },
    };
  });
}

function identityOf({ argument, account, project, target, operation }: TerraformCopy): string | undefined {
  const name = argument("name");
  if (typeof name !== "string" || !isKnown(target)) return undefined;
  const within = operation === "copyImage" && isKnown(project) ? project : defaultProject(target);
  return identityText({ account, project: within, region: target, name });
}

function entryOf({ source: { image, label } }: TerraformCopy, sheet: Wish["sheet"]): SourceEntry {
  return {
    id: label,
    imageId: told(image.id, "image.id"),
    name: told(image.name, "image.id"),
    account: told(sheet["image.account"], "image.account"),
    project: told(sheet["image.project"], "image.project"),
    region: told(sheet["image.region"], "image.region"),
    kind: told(sheet["image.kind"], "image.kind"),
    sizeGib: told(sheet["image.sizeGib"], "image.sizeGib"),
    encrypted: told(sheet["image.encrypted"], "image.encrypted"),
    keyId: told(sheet["image.keyId"], "image.keyId"),
    trusted: [],
  };
}

type SourceEntry = RoutePlan["sources"][number];
