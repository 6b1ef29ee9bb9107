import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs google-java-format over every Java source of the repository: `check` fails on any that it
/// would change and names it, `apply` changes it.
class Format {

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    List<String> options =
        apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed");
    List<String> sources;
    try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
      sources = files.map(Path::toString).filter(Format::isSource).sorted().toList();
    }
    if (sources.isEmpty()) {
      return;
    }
    String[] arguments = Stream.concat(options.stream(), sources.stream()).toArray(String[]::new);
    int exit = new GoogleJavaFormatToolProvider().run(System.out, System.err, arguments);
    if (exit != 0) {
      System.err.println("Not formatted: run ./mvnw -N validate -Dformat=apply");
      System.exit(1);
    }
  }

  private static boolean isSource(String path) {
    return path.endsWith(".java") && !path.contains("/target/") && !path.contains("/.git/");
  }
}
