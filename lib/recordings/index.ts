export type { RecordingPlace } from "./recorded";
export { readRecording } from "./recordings";
