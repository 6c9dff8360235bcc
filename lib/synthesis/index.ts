export { AppLedger } from "./app-ledger";
export { LEDGER_KEY, StackLedger } from "./stack-ledger";
