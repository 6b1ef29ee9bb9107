package dev.interlock.launcher;

import dev.interlock.office.Office;
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

    @Override
    void put(OfficeMembers members) {
      members.text("id", grants.id).text("kind", kind).grants(grants);
    }
  }
}
