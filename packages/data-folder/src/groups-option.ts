import { z } from 'zod';

const parts = (text: string, mark: string): string[] => text.split(mark).map((part) => part.trim());

/** Groups of names: arrays, or text with `;` between groups and `,` between names. */
export const groupsOption = z
  .union(
    [z.array(z.array(z.string())), z.string().transform((text) => parts(text, ';').map((group) => parts(group, ',')))],
    { error: 'expected groups such as "Black_Hair,Blond_Hair;Bald,Bangs", or an array of arrays of names' },
  )
  .superRefine((groups, context) => {
    for (const group of groups) {
      const text = group.join(',');
      if (group.length < 2 || group.includes('')) {
        context.addIssue({ code: 'custom', message: `the group "${text}" needs two or more names` });
      } else if (new Set(group).size < group.length) {
        context.addIssue({ code: 'custom', message: `the group "${text}" has a name twice` });
      }
    }
  });
