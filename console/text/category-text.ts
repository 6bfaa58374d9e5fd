// What categories of roles are called, everywhere the same.

/** Categories that every service starts with; others go by what they are called. */
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
