// The program of the repository. It reads yesterday's inventory, or the export of another environment that IMAGES_INVENTORY names.
import { join } from "node:path";
import { App } from "cdktf";
import { Images } from "./images";

const app = new App();
new Images(app, "gitops", {
  inventory: process.env.IMAGES_INVENTORY ?? join(__dirname, "inventory.json"),
  regions: ["cn-east-3", "cn-south-1"],
});
app.synth();
