// The provider `huaweicloud` over the simulated cloud: the vendor's schema of it, with one setting of our own.
import type { Cloud, Holder } from "../../cloud";
import type { Pacing } from "../../time";
import providerJson from "../../vendor/schemas/huaweicloud.provider.json";
import type { ValueObject } from "../codec/value";
import { DATA_SOURCES } from "../data-sources";
import { errorOf, warningOf, type Diagnostic } from "../frame/diagnostic";
import { recorded, type Schema } from "../frame/schema";
import { namedProject, settingsOf, type Session } from "../frame/session";
import type { Provider } from "../frame/verbs";
import { Waiting } from "../frame/waiting";
import { RESOURCES } from "../resources";

const vendors = recorded(providerJson);

/** The vendor's settings and `fidelity`: "kind", the default, or "vendor" for the vendor's own behaviour where it differs. */
const schema: Schema = {
  ...vendors,
  block: {
    ...vendors.block,
    attributes: { ...vendors.block.attributes, fidelity: { type: "string", optional: true } },
  },
};

export interface HuaweicloudOptions {
  /** Opens the region state; called when the provider is configured, and never before. */
  openCloud(): Cloud;
  readonly pacing: Pacing;
  readonly holder: Holder;
  /** Whether credentials of the real cloud are at hand. They are not read. */
  readonly hasCredentials: boolean;
}

export function huaweicloud(options: HuaweicloudOptions): Provider {
  let waiting: Waiting | undefined;
  return {
    schema,
    resources: RESOURCES,
    dataSources: DATA_SOURCES,
    validate: validateSettings,
    configure(config) {
      const cloud = options.openCloud();
      waiting = new Waiting(cloud, options.pacing);
      const project = namedProject(config);
      if (project !== undefined) cloud.nameProject(project);
      const session: Session = {
        cloud,
        settings: settingsOf(config),
        holder: options.holder,
        waiting,
      };
      return { session, diagnostics: [simulated(options.hasCredentials)] };
    },
    stop: () => waiting?.stop(),
  };
}

function validateSettings({ fidelity }: ValueObject): readonly Diagnostic[] {
  if (fidelity === null || typeof fidelity !== "string" || ["kind", "vendor"].includes(fidelity)) return [];
  return [errorOf(`The fidelity is "${fidelity}", and is "kind" or "vendor". Leave it out for "kind".`, "fidelity")];
}

const NOTHING = "simulated: nothing is created on Huawei Cloud.";

/** Nobody may believe that they deployed. */
function simulated(hasCredentials: boolean): Diagnostic {
  const more = hasCredentials
    ? " Credentials of Huawei Cloud are set in the environment, and are not used: for the real cloud, synthesize with IMAGE_REPLICATION_TARGET=huaweicloud."
    : " This stack was synthesized for the simulated cloud; IMAGE_REPLICATION_TARGET=huaweicloud synthesizes it for the real one.";
  return warningOf(NOTHING + more);
}
