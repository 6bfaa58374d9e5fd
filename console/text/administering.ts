// Words of the navigation's part for administrators: of the first load, unlike those of their pages.

export const administeringText = {
  heading: 'Administer',
  roles: 'Connection roles',
  recordTypes: 'Record types',
  import: 'Import',
};
