// The menu of a record in a graph.
import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
} from '@fluentui/react-components';
import { AddCircleRegular } from '@fluentui/react-icons/svg/add-circle';
import { BranchRegular } from '@fluentui/react-icons/svg/branch';
import { OpenRegular } from '@fluentui/react-icons/svg/open';
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle';
import { TargetRegular } from '@fluentui/react-icons/svg/target';
import { graphText } from '../text/views-text.ts';
import type { ShownNode } from './graph-model.ts';

interface Props {
  readonly node: ShownNode;
  readonly typeName: string;
  /** Where the menu opens. */
  readonly target: SVGGElement;
  readonly isRoot: boolean;
  readonly isExpanded: boolean;
  readonly onOpen: () => void;
  readonly onExpand: () => void;
  readonly onCentre: () => void;
  readonly onPathFrom: () => void;
  readonly onPathTo: () => void;
  readonly onClose: () => void;
}

export function NodeMenu(props: Props) {
  const { node, typeName, target, isRoot, isExpanded, onClose } = props;
  const hidden = Math.max(0, (node.degree ?? 0) - node.shown);
  return (
    <Menu
      open
      positioning={{ target: target as unknown as HTMLElement, position: 'after', align: 'top' }}
      onOpenChange={(_, { open }) => {
        if (open) return;
        onClose();
        target.querySelector<SVGGElement>('[role=button]')?.focus();
      }}
    >
      <MenuPopover>
        <MenuList aria-label={graphText.actions(node.name)}>
          <MenuGroup>
            <MenuGroupHeader>
              {graphText.node(node.name, typeName, node.degree, hidden)}
            </MenuGroupHeader>
            <MenuItem icon={<OpenRegular />} onClick={props.onOpen}>
              {graphText.open}
            </MenuItem>
            {!isRoot && (
              <MenuItem
                icon={isExpanded ? <SubtractCircleRegular /> : <AddCircleRegular />}
                onClick={props.onExpand}
              >
                {isExpanded ? graphText.collapse : graphText.expand}
              </MenuItem>
            )}
            {!isRoot && (
              <MenuItem icon={<TargetRegular />} onClick={props.onCentre}>
                {graphText.centre}
              </MenuItem>
            )}
          </MenuGroup>
          <MenuDivider />
          <MenuItem icon={<BranchRegular />} onClick={props.onPathFrom}>
            {graphText.pathFrom}
          </MenuItem>
          {!isRoot && (
            <MenuItem icon={<BranchRegular />} onClick={props.onPathTo}>
              {graphText.pathTo}
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
