import tseslint from "typescript-eslint";

const shadowed = ["Event", "Request", "Response"].map((name) => ({
  name,
  message: `The DOM's ${name} shadows ours: import the type from src/resources.`,
}));

const nodeBuiltins = {
  group: ["node:*"],
  message: "This code runs in the workflow sandbox: no Node builtins.",
};

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".fasthook*/", "coverage/", "src/client/schema.d.ts"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "bin/*.js"] } },
    },
    rules: {
      "no-restricted-globals": ["error", ...shadowed],
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Only src/config.ts reads the environment." },
      ],
      // Of each function by itself: a factory is as long as what it makes, but does little of its own.
      "max-statements": ["error", 24],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off",
    },
  },
  { files: ["src/config.ts", "test/**", "scripts/**"], rules: { "no-restricted-properties": "off" } },
  { files: ["test/**"], rules: { "max-statements": "off" } },
  {
    files: ["workflows/**", "src/rules/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [nodeBuiltins] }] },
  },
  { files: ["*.js", "bin/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
