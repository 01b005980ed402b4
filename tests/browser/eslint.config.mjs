// Lints of the theme's scripts: `npm run lint` in this folder. Types are the business of tsc.

import js from "@eslint/js";
import globals from "globals";

const LIMITS = {
  "max-lines": ["error", 300],
  "max-len": ["error", { code: 110, ignoreUrls: true }],
  "max-lines-per-function": ["error", 50],
  complexity: ["error", 20],
};

const STYLE = {
  "one-var": ["error", "never"],
  "prefer-const": "error",
  "no-var": "error",
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-shadow": ["error", { builtinGlobals: false }],
  "no-implicit-globals": "error",
  "no-unused-vars": ["error", { args: "after-used", ignoreRestSiblings: true, varsIgnorePattern: "^_$", argsIgnorePattern: "^_$" }],
  "no-sequences": "error",
  "no-return-assign": ["error", "always"],
  "object-shorthand": "error",
  "prefer-template": "off",
};

export default [
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2025, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { ...LIMITS, ...STYLE },
  },
  {
    files: ["**/worker/*.js"],
    languageOptions: { globals: globals.serviceworker },
  },
];
