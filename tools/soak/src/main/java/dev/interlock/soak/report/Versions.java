package dev.interlock.soak.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.util.DriverInfo;

/// The versions of everything that takes part in a soak, as far as it can be known from inside.
public final class Versions {
  private static final String UNKNOWN = "not known";

  private Versions() {}

  /// From the database, the class path and the JVM.
  public static Map<String, String> with(Connection database) throws SQLException {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Interlock", ofArtifact("dev.interlock", "interlock-soak"));
    versions.put("Database", product(database));
    versions.put("pgjdbc", DriverInfo.DRIVER_VERSION);
    versions.put(
        "Lambda runtime client",
        ofArtifact("com.amazonaws", "aws-lambda-java-runtime-interface-client"));
    versions.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    versions.put(
        "Operating system",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    versions.put("Processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return versions;
  }

  /// Without the compiler and platform: `PostgreSQL 18.6`, `CockroachDB CCL v24.3.1`.
  private static String product(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet version = statement.executeQuery("SELECT version()")) {
      version.next();
      return version.getString(1).split(" on | \\(|,", 2)[0];
    }
  }

  /// From the properties that Maven puts into each jar; unknown for classes outside a jar.
  private static String ofArtifact(String group, String artifact) {
    String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Versions.class.getResourceAsStream(name)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", UNKNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
