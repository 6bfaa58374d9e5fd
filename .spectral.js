// Spectral's rules for the description: `spectral lint http://127.0.0.1:3000/openapi.json`. No rule may fail that is not
// switched off here, with its reason.
import rulesets from '@stoplight/spectral-rulesets';

export default {
  extends: [rulesets.oas],
  rules: {
    // Each installation has its own operators.
    'info-contact': 'off',
    // `summary` says everything about a simple operation; a description that repeats it helps no one.
    'operation-description': 'off',
    // The rule is about OAuth 2 flows. Since OpenAPI 3.1 the requirement of any scheme may name its roles.
    'oas3-operation-security-defined': 'off',
    // Answers that no operation lists: those to dry runs, and 405.
    'oas3-unused-component': 'off',
  },
};
