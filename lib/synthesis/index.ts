export { AppSynthesis } from "./app-synthesis";
export { STACK_SYNTHESIS_KEY, StackSynthesis } from "./stack-synthesis";
