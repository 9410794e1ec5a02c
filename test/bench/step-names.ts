/** The steps whose cost is measured. */

/** `rest` is what lies between the ports: the engine itself, its queues and gates, the collector of garbage. */
export const stepNames = [
  "plan",
  "sessions",
  "lookUp",
  "readAndHash",
  "put",
  "markUploaded",
  "commit",
  "markComplete",
  "rest",
] as const;
export type Step = (typeof stepNames)[number];
export type StepCosts = Record<Step, number>;
