// The projects that a share asks for, as facts: the caller itself, those of another region or site, and those that are members already.
import { isSameProject, unknownAbout, type MeansFacts, type ProjectNames } from "../model";
import { isKnown, namesNothing, UNKNOWN, type Knowable } from "../values";
import type { AskedMember, FactCaller } from "./request";
import type { FactWorld } from "./world";

export function memberFacts(
  asked: Knowable<readonly AskedMember[]>,
  imageId: Knowable<string | null>,
  caller: FactCaller,
  { world, catalog }: FactWorld,
): MeansFacts {
  if (!isKnown(asked)) return unknownAbout("member");
  const { account: owner, region } = caller;
  const places = asked.map(({ account, project, name }) => {
    const of: Knowable<string> = account ?? world.project(project)?.account ?? owner;
    const names: ProjectNames = { id: project, names: name === undefined ? [] : [name] };
    const isWhole = isKnown(of) && isKnown(region);
    const called = name !== undefined && namesNothing(name) ? name : project;
    const text = of === owner ? called : `${isKnown(of) ? of : "?"}/${called}`;
    return { account: of, project, text, names: isWhole ? world.names(names, of, region) : names };
  });
  type Place = (typeof places)[number];
  const isSelf = ({ names }: Place): boolean => isKnown(caller.names) && isSameProject(names, caller.names) === true;
  const isOpen = (place: Place): boolean => isSelf(place) && !isKnown(owner) && place.account !== owner;
  const isElsewhere = ({ account, project }: Place): boolean => {
    const recorded = isKnown(account) ? world.project(project, account) : undefined;
    // A default project is named like its region.
    return recorded === undefined ? project !== region && catalog.regions.has(project) : recorded.region !== region;
  };
  const sites = isKnown(region) ? catalog.regions.get(region)?.sites : undefined;
  const isOffSite = (account: Knowable<string>): account is string => {
    const site = (isKnown(account) ? world.account(account)?.site : undefined) ?? null;
    return site !== null && sites?.includes(site) === false;
  };
  const accepted = new Set(
    world
      .members(isKnown(imageId) ? (imageId ?? "") : "")
      .filter(({ status }) => status === "accepted")
      .flatMap(({ account, project }) => [`${account} ${project}`, project]),
  );
  const isAccepted = ({ account, project, names }: Place): boolean =>
    [project, names.id ?? project, ...names.names].some((text) =>
      accepted.has(isKnown(account) ? `${account} ${text}` : text),
    );
  return {
    "member.asked": places.map(({ text }) => text),
    "member.self": places.some(isOpen)
      ? UNKNOWN
      : places.filter((place) => place.account === owner && isSelf(place)).map(({ text }) => text),
    "member.elsewhere": isKnown(region) ? places.filter(isElsewhere).map(({ text }) => text) : UNKNOWN,
    "member.offSite": [...new Set(places.map(({ account }) => account).filter(isOffSite))],
    "member.added": places.filter((place) => !isAccepted(place)).length,
  };
}
