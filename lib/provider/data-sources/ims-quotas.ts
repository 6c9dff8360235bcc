// The data source huaweicloud_ims_quotas: how many private images there are and may be.
import { simulatedId } from "../../values";
import schemaJson from "../../vendor/schemas/ims-quotas.data-source.json";
import type { DataSource } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn } from "../frame/session";

export const imsQuotas: DataSource = {
  schema: recorded(schemaJson),
  read(config, session) {
    const caller = callerIn(session.settings, config.region);
    const { used, images } = session.cloud.quota(caller);
    const resources = [{ type: "image", used, quota: images, min: 0, max: images }];
    const id = simulatedId("quotas", caller.account, caller.region);
    return { id, region: caller.region, quotas: [{ resources }] };
  },
};
