// The entry point of Terraform plans: makes a plan of any configuration from facts, and returns its findings.
import { CATALOG } from "../../lib/catalog";
import {
  objectText,
  type Facts,
  type Inventory,
  type MemberPlace,
  type Operation,
  type OperationKind,
} from "../../lib/model";
import { tryFindRule } from "../../lib/rules";
import type { PlanFinding } from "../../lib/routes";
import { judgeTerraformPlan } from "../../lib/terraform-plan";
import { terraformPlan } from "../terraform-plan/terraform-plans";
import { OF_THE_PROGRAM } from "./cases";
import { requestOf, worldOf } from "./world";

/** Operations with a resource type of the vendor. */
export const IN_TERRAFORM: readonly OperationKind[] = [
  "copyImage",
  "copyImageAcross",
  "shareImage",
  "acceptImage",
  "exportImage",
  "registerImage",
];

type Values = Readonly<Record<string, unknown>>;

const given = (text: string | null): string | null => (text === "" ? null : text);

function resourceOf(operation: Operation, facts: Facts): { readonly type: string; readonly values: Values } {
  const made = "name" in operation && {
    name: operation.name,
    description: given(operation.description),
    tags: Object.keys(operation.tags).length === 0 ? null : operation.tags,
    enterprise_project_id: facts["replica.enterpriseProjectId"],
  };
  switch (operation.kind) {
    case "copyImage":
    case "copyImageAcross": {
      const across = operation.kind === "copyImageAcross" && {
        target_region: operation.targetRegion,
        agency_name: operation.agencyName,
        vault_id: operation.vaultId,
      };
      const key = facts["key.id"] ?? (facts["replica.encryption"] === "kms" ? "k-1" : null);
      const values = { ...made, source_image_id: operation.sourceImageId, kms_key_id: key, ...across };
      return { type: "huaweicloud_images_image_copy", values };
    }
    case "shareImage":
    case "unshareImage": {
      const projects = operation.members.map((member) => projectIdOf(member, facts));
      const values = { source_image_id: operation.sourceImageId, target_project_ids: projects };
      return { type: "huaweicloud_images_image_share", values };
    }
    case "acceptImage":
    case "rejectImage": {
      const vault = "vaultId" in operation ? operation.vaultId : null;
      const values = { image_id: operation.sourceImageId, vault_id: vault };
      return { type: "huaweicloud_images_image_share_accepter", values };
    }
    case "exportImage": {
      const bucket_url = objectText(operation.bucket, operation.key);
      const values = { image_id: operation.sourceImageId, bucket_url, file_format: operation.format };
      return {
        type: "huaweicloud_ims_image_export",
        values: { ...values, is_quick_export: operation.fast },
      };
    }
    case "transferObject":
    case "registerImage": {
      const isData = facts["register.kind"] === "data-disk";
      const system = { is_quick_import: facts["register.quick"], os_version: facts["register.osVersion"] };
      return {
        type: `huaweicloud_ims_${isData ? (facts["register.quick"] ? "quickimport_data" : "obs_data") : "obs_system"}_image`,
        values: {
          ...made,
          image_url: objectText(operation.bucket, operation.key),
          min_disk: facts["register.minDiskGib"],
          cmk_id: facts["key.id"] ?? (facts["replica.encryption"] === "kms" ? "k-1" : null),
          ...(isData ? { type: "DataImage" } : system),
        },
      };
    }
  }
}

/** Terraform names the project of another account by its id alone: a default one is called like the caller's, and its id is another. */
function projectIdOf({ account, project }: MemberPlace, facts: Facts): string {
  const isDefault = project === facts["image.region"] && account !== null && account !== facts["caller.account"];
  return isDefault ? `${account}-${project}` : project;
}

/** The ids of the projects in the case. */
function withProjects(world: Inventory, facts: Facts): Inventory {
  const { "image.region": region, "caller.account": own } = facts;
  const named = facts["member.asked"].map((text) => text.split("/")).filter((parts) => parts.length === 2);
  const recorded = named.map(([account = "", project = ""]) => {
    const id = projectIdOf({ account, project }, facts);
    return { id, name: project, account, region: facts["member.elsewhere"].length > 0 ? "cn-east-3" : region };
  });
  const renamed = new Map(recorded.map(({ account, name, id }) => [`${account}/${name}`, id]));
  return {
    ...world,
    projects: recorded.filter(({ account, id }) => account !== own && account !== "" && id !== ""),
    members: world.members.map((member) => ({
      ...member,
      project: renamed.get(`${member.account}/${member.project}`) ?? member.project,
    })),
  };
}

/** Findings of a plan of one resource. */
export function findingsInTerraform(kind: OperationKind, facts: Facts): readonly PlanFinding[] {
  const { type, values } = resourceOf(requestOf(kind, facts), facts);
  const { "caller.account": domain_id, "caller.project": project_name, "caller.region": region } = facts;
  const settings = Object.entries({ region, domain_id, project_name });
  const expressions = Object.fromEntries(settings.map(([name, value]) => [name, { constant_value: value }]));
  const provider = { name: "huaweicloud", full_name: "registry.terraform.io/huaweicloud/huaweicloud", expressions };
  const text = terraformPlan({
    copies: [{ name: "replica", type, values: { region, ...values, timeouts: { create: "9000h", delete: null } } }],
    providers: { huaweicloud: provider },
  });
  return judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, inventory: withProjects(worldOf(facts), facts) })
    .findings.findings;
}

/** Rules on facts that only a program states: a plan cannot acknowledge a decryption, and a copy to its own region is within it. */
const NOT_SEEN = ["copy/fast-create-system-disk", "copy/encryption-said", "across/other-region"];

/** Whether a plan can break a rule. */
export function isSeenInTerraform(id: string): boolean {
  const inputs = tryFindRule(id)?.inputs ?? [];
  return !NOT_SEEN.includes(id) && !OF_THE_PROGRAM.some((fact) => inputs.includes(fact));
}
