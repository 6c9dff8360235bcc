// Synthesizes the stack: `npx tsx main.ts`, or `cdktf synth`.
import { App } from "cdktf";
import { FourPurposes } from "./four-purposes";

const app = new App();
new FourPurposes(app, "four-purposes");
app.synth();
