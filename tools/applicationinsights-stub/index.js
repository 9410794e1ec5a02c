// Azurite asks for these at start; with --disableTelemetry it never uses them.
module.exports = {
  setup: () => module.exports,
  start: () => module.exports,
  defaultClient: undefined,
  TelemetryClient: class {},
};
