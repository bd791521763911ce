// Made by the build from messages/*.json (tools/catalogue-plugin.mjs).
declare module "#catalogue/*" {
  const words: Record<string, string>;
  export default words;
}
