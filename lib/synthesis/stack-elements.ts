// What a stack holds besides replicas: providers, backends, and the types of its resources and data sources. One walk finds them all.
import { TerraformBackend, TerraformDataSource, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** A type of resource or data source, with the first construct of it. */
export interface ElementType {
  readonly type: string;
  readonly isData: boolean;
  readonly path: string;
}

export interface StackElements {
  readonly providers: readonly TerraformProvider[];
  readonly backends: readonly TerraformBackend[];
  readonly types: readonly ElementType[];
}

export function elementsOf(stack: TerraformStack): StackElements {
  const providers: TerraformProvider[] = [];
  const backends: TerraformBackend[] = [];
  const resources = new Map<string, ElementType>();
  const dataSources = new Map<string, ElementType>();
  const visit = (construct: IConstruct): void => {
    if (TerraformResource.isTerraformResource(construct)) note(resources, construct, false);
    else if (TerraformDataSource.isTerraformDataSource(construct)) note(dataSources, construct, true);
    else if (TerraformProvider.isTerraformProvider(construct)) providers.push(construct);
    else if (TerraformBackend.isBackend(construct)) backends.push(construct);
    // As cdktf emits them: a stack inside of a stack is one of its own.
    for (const child of construct.node.children) if (!TerraformStack.isStack(child)) visit(child);
  };
  visit(stack);
  return { providers, backends, types: [...resources.values(), ...dataSources.values()] };
}

function note(
  types: Map<string, ElementType>,
  { terraformResourceType: type, node }: TerraformResource | TerraformDataSource,
  isData: boolean,
): void {
  if (!types.has(type)) types.set(type, { type, isData, path: node.path });
}
