// The documented results of a replication, forecast by the planner and measured on the simulated cloud.
import type { Operation } from "../../lib/model";
import { accepted, BEIJING, caller, cloudOf, copy, image, world } from "../cloud/world";
import { rehearse } from "../deployment/rehearsal";
import { plan, wish } from "../routes/plans";
import { FIGURES, PROGRESS, REPLICAS, SIGHTS, SOURCE } from "./outcomes";

const EAST_2 = "cn-east-2";
const WORLD = world([]);
const OTHER_KEY = { ...WORLD.keys[0]!, id: "key-acme-other" };

describe("the replica", () => {
  test.each(REPLICAS)("$title", ({ source, requests, replica }) => {
    const { agencies, keys } = WORLD;
    const { cloud } = cloudOf({
      ...world([image(SOURCE, { name: SOURCE, ...source })]),
      agencies: agencies.map((agency) => ({ ...agency, regions: [...agency.regions, EAST_2] })),
      keys: [...keys, OTHER_KEY],
    });
    let imageId = SOURCE;
    for (const request of requests) {
      const on = { ...request, sourceImageId: imageId } as Operation;
      const answer = accepted(cloud.submit(on));
      cloud.runUntilIdle();
      expect(cloud.tryFindJob(answer.jobId)?.status).toBe("SUCCESS");
      imageId = answer.imageId;
    }
    expect(cloud.tryFindImage(imageId)).toMatchObject(replica);
    // "a new one": the source is unchanged.
    expect(cloud.tryFindImage(SOURCE)).toMatchObject(source);
  });
});

describe("time and charges", () => {
  test.each(FIGURES)("$title", async ({ operation, kind, sizeGib, copies, seconds, chargedGib }) => {
    const isWhole = kind === "full-ecs";
    const region = operation === "copyImage" ? BEIJING : "cn-south-1";
    const facts = {
      "image.kind": kind,
      "image.sizeGib": sizeGib,
      "replica.region": region,
      ...(isWhole && { "image.backupIsReplica": false, "image.backupRegions": [], "vault.id": "v-1" }),
    } as const;
    const wishes = Array.from({ length: copies }, (_, index) =>
      wish(`${region}/copy-${String(index)}`, operation, { image: `source-${String(index)}` }, facts),
    );
    const routePlan = plan(wishes);
    expect(routePlan.forecast).toMatchObject({ chargedGib, ...(seconds !== null && { durationSeconds: seconds }) });
    await rehearse(routePlan, async ({ apply }) => {
      const { complete, elapsedSeconds, chargedGib: moved } = await apply();
      expect({ complete, elapsedSeconds, moved }).toEqual({
        complete: true,
        elapsedSeconds: routePlan.forecast.durationSeconds,
        moved: chargedGib,
      });
    });
  });
});

describe("progress", () => {
  test.each(PROGRESS)("$title", ({ share, job: jobStatus, image: imageStatus, percent }) => {
    const { cloud } = cloudOf(world([image(SOURCE, { sizeGib: 40 })]));
    const { jobId, imageId } = accepted(cloud.submit(copy(SOURCE)));
    cloud.advanceTo(0);
    const job = cloud.tryFindJob(jobId)!;
    cloud.advanceTo(job.durationSeconds * share);
    expect({
      job: cloud.tryFindJob(jobId)?.status,
      image: cloud.tryFindImage(imageId)?.status,
      percent: cloud.progressPercent(cloud.tryFindJob(jobId)!),
    }).toEqual({ job: jobStatus, image: imageStatus, percent });
  });
});

describe("visibility", () => {
  test.each(SIGHTS)("$title", ({ member, requests, status, listed }) => {
    const { cloud } = cloudOf(world([image(SOURCE)]));
    const receiver = caller(member.account, BEIJING, member.project);
    const operations = {
      share: { kind: "shareImage", caller: caller(), sourceImageId: SOURCE, members: [member] },
      accept: { kind: "acceptImage", caller: receiver, sourceImageId: SOURCE, vaultId: null },
    } as const;
    for (const request of requests) {
      accepted(cloud.submit(operations[request]));
      cloud.runUntilIdle();
    }
    expect(cloud.membersOf(SOURCE)).toMatchObject([{ ...member, status }]);
    expect(cloud.visibleTo(receiver).map(({ image: { id } }) => id)).toEqual(listed ? [SOURCE] : []);
  });
});
