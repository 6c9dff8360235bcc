// A stand-in for the provider `null`, so that a stack for the simulated cloud needs no registry: null_resource and null_data_source.
import type { Cloud } from "../../cloud";
import { TRANSFER_TRIGGERS } from "../../model";
import type { TerraformType } from "../codec/terraform-type";
import { isObject, type Value } from "../codec/value";
import type { DataSource, ResourceType } from "../frame/resource-type";
import type { Schema } from "../frame/schema";
import type { Provider } from "../frame/verbs";
import { textOr } from "../frame/session";

const TEXTS: TerraformType = ["map", "string"];

const schema: Schema = { type: "null", version: 0, block: {} };

/**
 * As the real one, it makes nothing: provisioners and triggers are Terraform's own. But a transfer is gone where its object is: Terraform can
 * record a resource as made while its command still runs, and a kill would leave it recorded for ever.
 * @param openCloud opens the region state; not called unless there is a transfer to look for
 */
export function nullProvider(newNumber: () => string, openCloud?: () => Cloud): Provider {
  return {
    schema,
    resources: [nullResource(newNumber, openCloud)],
    dataSources: [nullDataSource(newNumber)],
    configure: () => ({ diagnostics: [] }),
    stop: () => undefined,
  };
}

function nullResource(newNumber: () => string, openCloud: (() => Cloud) | undefined): ResourceType {
  return {
    schema: {
      type: "null_resource",
      version: 0,
      force_new: ["triggers"],
      importable: true,
      block: {
        attributes: { id: { type: "string", computed: true }, triggers: { type: TEXTS, optional: true } },
      },
    },
    isCloudless: true,
    create: () => ({ id: newNumber() }),
    read: (state) => (openCloud !== undefined && isLostTransfer(state.triggers, openCloud) ? undefined : state),
    delete: () => undefined,
    importedAs: (id) => ({ id }),
  };
}

/** A transfer whose object neither arrived nor became an image. The resource that removes objects has fewer triggers, and is none. */
function isLostTransfer(triggers: Value | undefined, openCloud: () => Cloud): boolean {
  if (!isObject(triggers) || !TRANSFER_TRIGGERS.every((trigger) => typeof triggers[trigger] === "string")) return false;
  return !openCloud().hasArrived(textOr(triggers.to_bucket, ""), textOr(triggers.to_key, ""));
}

function nullDataSource(newNumber: () => string): DataSource {
  return {
    schema: {
      type: "null_data_source",
      version: 0,
      block: {
        deprecated: true,
        attributes: {
          id: { type: "string", computed: true, deprecated: true },
          inputs: { type: TEXTS, optional: true },
          outputs: { type: TEXTS, computed: true },
          random: { type: "string", computed: true },
          has_computed_default: { type: "string", optional: true, computed: true },
        },
      },
    },
    isCloudless: true,
    read: (config) => ({
      ...config,
      id: "static",
      outputs: isObject(config.inputs) ? config.inputs : {},
      random: newNumber(),
      has_computed_default: config.has_computed_default ?? "default",
    }),
  };
}

/** An id like those of the real one: a number of up to 19 digits. */
export function numberFrom(random: () => number): string {
  return String(BigInt(Math.floor(random() * 2 ** 53)) * 1021n);
}
