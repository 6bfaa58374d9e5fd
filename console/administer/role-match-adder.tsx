// The lookup that adds a matching role.

import { Combobox, Field, makeStyles, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { wrong } from '../base/form-errors.ts';
import { administerText } from '../text/administer-text.ts';
import { categoryName } from '../text/category-text.ts';

const useStyles = makeStyles({
  root: { maxWidth: '420px' },
  box: { minWidth: 0, width: '100%' },
  list: { maxHeight: '50vh' },
});

interface Props {
  /** The edited role: a role may match itself. */
  readonly own: { readonly id: string; readonly name: string };
  readonly roles: readonly ConnectionRole[];
  /** Roles that already match. */
  readonly taken: readonly string[];
  readonly error: string | undefined;
  readonly onAdd: (id: string) => void;
}

/** Value of the option for the role itself, which may not have an id yet. */
const itself = '(itself)';

export function MatchAdder({ own, roles, taken, error, onAdd }: Props) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const typed = foldText(text.trim());
  const fits = (name: string) => foldText(name).includes(typed);
  const others = roles.filter(({ id, name }) => id !== own.id && !taken.includes(id) && fits(name));
  const offersItself = !taken.includes(own.id) && fits(`${own.name} ${administerText.itself}`);
  return (
    <Field className={styles.root} label={administerText.addMatch} {...wrong(error)}>
      <Combobox
        className={styles.box}
        freeform
        listbox={{ className: styles.list }}
        placeholder={administerText.addMatchPlaceholder}
        value={text}
        selectedOptions={[]}
        autoComplete="off"
        onChange={({ target }) => setText(target.value)}
        onOptionSelect={(_, { optionValue }) => {
          if (optionValue === undefined) return;
          setText('');
          onAdd(optionValue === itself ? own.id : optionValue);
        }}
      >
        {others.map(({ id, name, category }) => (
          <Option key={id} value={id} text={name}>
            {name} · {categoryName(category)}
          </Option>
        ))}
        {offersItself && (
          <Option value={itself} text={administerText.itself}>
            {own.name} · {administerText.itself}
          </Option>
        )}
        {others.length === 0 && !offersItself && (
          <Option disabled value="" text={text}>
            {administerText.noMoreRoles}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
