import { Converter, ReflectionKind } from 'typedoc';
import { publicEntries } from './public-entries.mjs';

/** TypeDoc plugin: calls each module what users import, not where it lies. */
export function load(app) {
  const names = new Map(publicEntries().map(({ name, file }) => [file, name]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = names.get(module.sources?.[0]?.fullFileName) ?? module.name;
    }
  });
}
