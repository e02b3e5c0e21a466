// The recommended rules of html-validate, but for these.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A list may have a name.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    "doctype-style": ["error", { style: "lowercase" }],
    // Headlines are as long as their editors made them.
    "long-title": "off",
    // Articles keep their own white space.
    "no-trailing-whitespace": "off",
    // Counts callouts, which are hidden from assistive technology; axe-core checks landmarks as they are perceived.
    "unique-landmark": "off",
  },
};
