// A stand-in for the provider `null`, so that a stack for the simulated cloud needs no registry: null_resource and null_data_source.
import type { TerraformType } from "../codec/terraform-type";
import { isObject } from "../codec/value";
import type { DataSource, ResourceType } from "../frame/resource-type";
import type { Schema } from "../frame/schema";
import type { Provider } from "../frame/verbs";

const TEXTS: TerraformType = ["map", "string"];

const schema: Schema = { type: "null", version: 0, block: {} };

/** As the real one, it does nothing: provisioners and triggers are Terraform's own. */
export function nullProvider(newNumber: () => string): Provider {
  return {
    schema,
    resources: [nullResource(newNumber)],
    dataSources: [nullDataSource(newNumber)],
    configure: () => ({ diagnostics: [] }),
    stop: () => undefined,
  };
}

function nullResource(newNumber: () => string): ResourceType {
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
    read: (state) => state,
    delete: () => undefined,
    importedAs: (id) => ({ id }),
  };
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
