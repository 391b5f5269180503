package dev.vez.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the classes of all modules against the rules. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.vez");

  static Stream<ArchRule> rules() {
    return Stream.concat(ModuleRules.all(), DeterminismRules.all().values().stream());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHold(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void shouldSeeTheModules() {
    assertThat(CLASSES.contain("dev.vez.domain.id.QueueId")).isTrue();
    assertThat(CLASSES.contain("dev.vez.ports.replication.ConsensusGroup")).isTrue();
    assertThat(CLASSES.contain("dev.vez.app.Vez")).isTrue();
  }
}
