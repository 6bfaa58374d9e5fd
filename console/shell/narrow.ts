// Below this width the navigation is behind a button, and little else has room beside the page.

export const narrow = '@media (max-width: 860px)';
export const wide = '@media (min-width: 861px)';
