// Route plans of any size for reports: encrypted images that are decrypted and copied to eight regions, and data images beside them.
import type { RoutePlan } from "../../lib/routes";
import { plan, wish } from "../routes/plans";

const REGIONS = [
  "cn-east-3",
  "cn-south-1",
  "cn-southwest-2",
  "cn-north-9",
  "cn-east-2",
  "cn-north-1",
  "ap-southeast-1",
  "cn-east-4",
] as const;

/** This many hops: of every four, one decrypts, one copies that across regions, and two copy data images. */
export function worldwide(count: number, stack = "golden-images"): RoutePlan {
  const agency = { "agency.regions": REGIONS };
  const wishes = Array.from({ length: count }, (_, index) => {
    const region = REGIONS[index % REGIONS.length] ?? "cn-east-3";
    const image = { image: `img-${String(index)}` };
    if (index % 4 === 0) {
      const encrypted = { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-1" } as const;
      const sizeGib = 5 + ((index * 7) % 40);
      return wish(`cn-north-4/plain-${String(index)}`, "copyImage", image, { "image.sizeGib": sizeGib, ...encrypted });
    }
    const facts = { "replica.region": region, ...agency };
    if (index % 4 === 1) {
      const sizeGib = 5 + (((index - 1) * 7) % 40);
      const source = { hop: `cn-north-4/plain-${String(index - 1)}` };
      return wish(`${region}/web-${String(index)}`, "copyImageAcross", source, { ...facts, "image.sizeGib": sizeGib });
    }
    const sizeGib = 1 + ((index * 13) % 40);
    return wish(`${region}/data-${String(index)}`, "copyImageAcross", image, { ...facts, "image.sizeGib": sizeGib });
  });
  return plan(wishes, { stack });
}

/** Text that would have an effect in Markdown, HTML, Mermaid or a terminal. */
export const HOSTILE =
  '@all | <script>alert(1)</script> ](https://evil.example) `x` "]; click n1 "javascript:alert(1)" %%{init}%% #1 !2 ${HOME} \u001b[31m **b** --> C&D';

/** A plan in which every name is markup. */
export function hostilePlan(): RoutePlan {
  const before = worldwide(9, HOSTILE);
  const rewritten = JSON.stringify(before, (key, value: unknown) =>
    typeof value === "string" && ["name", "construct", "why", "text", "keyId", "id"].includes(key)
      ? `${value} ${HOSTILE}`
      : value,
  );
  return JSON.parse(rewritten) as RoutePlan;
}
