package dev.interlock.launcher;

import dev.interlock.emulator.Repository;
import dev.interlock.office.Office;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands of the back office on resources of any other kind.
final class OfficeResources {
  private OfficeResources() {}

  @Command(
      name = "open-resource",
      description = "Opens a resource of a kind that one of your functions defines.")
  static final class OpenResource extends OfficeSubcommand {
    @Option(
        names = "--kind",
        paramLabel = "KIND",
        required = true,
        description = "The kind, for example show.")
    private @Nullable String kind;

    @Mixin private RoleOptions grants = new RoleOptions();

    OpenResource() {
      super(Office::openResource);
    }

    /// A resource cannot be deleted, and the audit reports one of a kind that no function
    /// describes.
    @Override
    void check(Repository repository) throws IOException {
      Set<String> kinds = new TreeSet<>();
      Contributions.of(repository.templateWithoutParameters())
          .forEach(operation -> kinds.addAll(operation.resources().ids().keySet()));
      if (kind == null || !kinds.contains(kind)) {
        throw new UsageException(
            "--kind %s: no function of %s describes such resources in its audit/*.sql. Its kinds: %s. Name the template of another function with --template"
                .formatted(
                    kind,
                    repository.templateFile(),
                    kinds.isEmpty() ? "none" : String.join(", ", kinds)));
      }
    }

    @Override
    void put(OfficeMembers members) {
      members.text("id", grants.id).text("kind", kind).grants(grants);
    }
  }
}
