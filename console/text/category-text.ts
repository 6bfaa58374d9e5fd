// Names of the categories of connection roles.

/** Categories that every service starts with; others are shown as they are stored. */
export const categories: Readonly<Record<string, string>> = {
  business: 'Business',
  family: 'Family',
  social: 'Social',
  sales: 'Sales',
  other: 'Other',
  stakeholder: 'Stakeholder',
  'sales-team': 'Sales team',
  service: 'Service',
};

export const categoryName = (category: string): string => categories[category] ?? category;
