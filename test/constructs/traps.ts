// Traps of the vendor's provider, as a check of the emitted Terraform: values that it drops in silence, or replaces at the next plan.

interface Emitted {
  readonly provider?: { readonly huaweicloud?: readonly { readonly alias?: string; readonly region?: string }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** The traps in the emitted image copies, by name; empty when there are none. */
export function trapsIn({ provider, resource }: Emitted): readonly string[] {
  const regions = new Map(
    (provider?.huaweicloud ?? []).map(({ alias, region }) => [
      alias === undefined ? "" : `huaweicloud.${alias}`,
      region,
    ]),
  );
  return Object.entries(resource?.huaweicloud_images_image_copy ?? {}).flatMap(([name, copy]) => {
    const own = regions.get((copy.provider as string | undefined) ?? "");
    return trapsOf(copy, own).map((trap) => `${name}: ${trap}`);
  });
}

function trapsOf(copy: Readonly<Record<string, unknown>>, providersRegion: string | undefined): readonly string[] {
  const { region = providersRegion, target_region: target, timeouts } = copy;
  const across = target !== undefined;
  const { create } = (timeouts ?? {}) as { create?: string };
  const traps: readonly (readonly [boolean, string])[] = [
    [across && copy.kms_key_id !== undefined, "a key across regions is not sent, and replaces the copy at every plan"],
    [across && copy.enterprise_project_id !== undefined, "an enterprise project is not sent across regions"],
    [across && copy.agency_name === undefined, "no agency acts in the target region"],
    [across && target === region, "the region itself as target makes a copy within it"],
    [!across && (copy.agency_name ?? copy.vault_id) !== undefined, "agency and vault are ignored within a region"],
    [
      copy.region !== undefined && copy.region === providersRegion,
      "the provider's own region, added, replaces the copy",
    ],
    [!/^\d+h$/u.test(create ?? ""), "an hour covers about 6 GiB, and a timed-out copy is made again"],
  ];
  return traps.filter(([caught]) => caught).map(([, trap]) => trap);
}
