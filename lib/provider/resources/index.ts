// The resource types that are served: a new one is its file and a line here.
import type { ResourceType } from "../frame/resource-type";
import { cbrVault } from "./cbr-vault";
import { identityAgency } from "./identity-agency";
import { imagesImageCopy } from "./images-image-copy";
import { imagesImageShare } from "./images-image-share";
import { imagesImageShareAccepter } from "./images-image-share-accepter";
import { imsImageExport } from "./ims-image-export";
import { kmsKey } from "./kms-key";
import { imsObsDataImage, imsObsSystemImage, imsQuickimportDataImage } from "./registered-images";

export const RESOURCES: readonly ResourceType[] = [
  imagesImageCopy,
  imagesImageShare,
  imagesImageShareAccepter,
  imsImageExport,
  imsObsSystemImage,
  imsObsDataImage,
  imsQuickimportDataImage,
  kmsKey,
  cbrVault,
  identityAgency,
];
