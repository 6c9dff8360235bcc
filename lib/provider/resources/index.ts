// The resource types that are served: a new one is its file and a line here.
import type { ResourceType } from "../frame/resource-type";
import { cbrVault } from "./cbr-vault";
import { identityAgency } from "./identity-agency";
import { imagesImageCopy } from "./images-image-copy";
import { kmsKey } from "./kms-key";

export const RESOURCES: readonly ResourceType[] = [imagesImageCopy, kmsKey, cbrVault, identityAgency];
