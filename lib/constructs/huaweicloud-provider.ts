// The provider of a stack's images: whose account, which region, and whether it is the simulated cloud or the real one.
import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { ImageProvider } from "../bindings";
import { DEFAULT_ACCOUNT } from "../model";
import { isKnown, UsageError } from "../values";
import { SIMULATED_SOURCE, SIMULATED_VERSION, VENDOR_SOURCE, VENDOR_VERSION } from "../vendor";
import {
  DeploymentTarget,
  type Site,
  targetOf,
  sound,
  addFaultUnlessSame,
  memberIdOf,
  setIdentity,
  isStandIn,
  givenId,
  givenIdOrNone,
  known,
} from "../declarations";
import { reportFaults } from "./report-faults";
import { StackSynthesis } from "../synthesis";

/** An account. */
export interface AccountProps {
  /** Id of the account (IAM domain). */
  readonly id: string;
  /** Site of the account. @default - the home site of the provider's region */
  readonly site?: Site;
}

/** Props of `HuaweicloudProvider`. */
export interface HuaweicloudProviderProps {
  /** Region id, such as `cn-north-4`. */
  readonly region: string;
  /** Alias in Terraform. All providers of a stack but one require it. @default - none */
  readonly alias?: string;
  /** Account that the provider acts for. @default - the account of the credentials; in the simulated cloud, the account "default" */
  readonly account?: AccountProps;
  /**
   * Name of the project in the region. Hop ids contain it, and do not change when you add `projectId`. @default - the region's default project,
   * which has the region's name
   */
  readonly project?: string;
  /** Id of the project, which members and shares refer to. Hop ids contain it if `project` is not set. @default - unknown */
  readonly projectId?: string;
  /** Name of the project, in addition to `projectId`. Hop ids contain it only if neither of the other two is set. @default - `project` */
  readonly projectName?: string;
  /** Target of the deployment. @default - IMAGE_REPLICATION_TARGET, or the context key `image-replication:target`, or simulated */
  readonly target?: DeploymentTarget;
  /**
   * Maximum number of cross-region copies that this stack runs at a time. Other programs of the account are not visible.
   * @default - the account's five, divided equally between the stacks of the app that copy across regions for the account
   */
  readonly maxConcurrentCopies?: number;
  /** maxConcurrentCopies by its name of 0.1.0. @default - maxConcurrentCopies @deprecated Use maxConcurrentCopies; 0.3.0 refuses this name. */
  readonly slots?: number;
  /**
   * Whether the simulated provider copies the weaknesses of the vendor's provider: it loses interrupted copies, gives no reasons for failures, and
   * checks nothing before a request. The real cloud ignores it.
   * @default false
   */
  readonly vendorFidelity?: boolean;
}

/**
 * Provider of `huaweicloud_*` resources. Credentials are not props: the vendor's provider reads them from the environment (HW_ACCESS_KEY,
 * HW_SECRET_KEY), and the simulated provider needs none.
 */
export class HuaweicloudProvider extends ImageProvider {
  /** Region id; can be a token. */
  public readonly region: string;
  /** Id of the account. */
  public readonly account: string;
  /** Site of the account; undefined if not stated. */
  public readonly site: Site | undefined;
  /** The project as in route plans; undefined means the region's default project. */
  public readonly project: string | undefined;
  /** Id of the project; undefined if not stated. */
  public readonly projectId: string | undefined;
  /** Name of the project; undefined if not stated. */
  public readonly projectName: string | undefined;
  /** Target of the deployment. */
  public readonly target: DeploymentTarget;
  /** Maximum number of cross-region copies that the stack runs at a time; undefined means its share of the account's five. */
  public readonly maxConcurrentCopies: number | undefined;

  /** @throws UsageError if `target` or `alias` is a token */
  public constructor(scope: Construct, id: string, props: HuaweicloudProviderProps) {
    props = sound("HuaweicloudProviderProps", props);
    const target = props.target ?? targetOf(scope);
    if (Token.isUnresolved(target)) {
      throw new UsageError(
        `"target" of the provider "${id}" is a token, and has to be known when the program runs: what is written hangs on it.`,
      );
    }
    const alias = isStandIn(props.alias) ? undefined : props.alias;
    if (alias !== undefined && !isKnown(known(alias, scope))) {
      throw new UsageError(
        `"alias" of the provider "${id}" is known only to Terraform, which takes none but a plain name there. Write one.`,
      );
    }
    const account =
      props.account === undefined ? undefined : givenId((props.account as Partial<AccountProps> | null)?.id);
    const [project, projectId, stated] = [props.project, props.projectId, props.projectName].map(givenIdOrNone);
    const projectName = stated ?? (project === projectId ? undefined : project);
    if (project !== projectId) addFaultUnlessSame(props, project, stated, '"project" and "projectName"');
    const simulated = target === DeploymentTarget.SIMULATED;
    super(scope, id, {
      source: simulated ? SIMULATED_SOURCE : VENDOR_SOURCE,
      version: simulated ? SIMULATED_VERSION : VENDOR_VERSION,
      alias,
      region: props.region,
      domainId: account,
      projectId,
      projectName,
      fidelity: simulated && props.vendorFidelity === true ? "vendor" : undefined,
    });
    reportFaults(this, props);
    this.region = givenId(props.region);
    this.account = account ?? DEFAULT_ACCOUNT;
    this.site = props.account?.site;
    // A default project is one that nothing need be stated of, also where its name is.
    const usual = projectName === this.region ? projectName : (projectId ?? projectName);
    this.project = project ?? usual;
    this.projectId = projectId;
    this.projectName = projectName;
    this.target = target;
    this.maxConcurrentCopies = props.maxConcurrentCopies;
    setIdentity(this, this);
    // Also of a stack that has no replica any more: Terraform is to take away those that it made.
    StackSynthesis.of(this);
  }

  /**
   * The simulated service has no list of projects: it is told the id of one that is stated by name, where the program says it of a member.
   * @internal
   */
  protected override synthesizeAttributes(): Record<string, unknown> {
    const attributes = super.synthesizeAttributes();
    const isTold = this.target !== DeploymentTarget.SIMULATED || this.projectId !== undefined;
    const id = isTold ? undefined : memberIdOf(this, TerraformStack.of(this));
    const name = this.projectName ?? this.region;
    return id === undefined ? attributes : { ...attributes, project_id: id, project_name: name };
  }
}
