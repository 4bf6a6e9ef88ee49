package io.annealdb.query.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoRegexTest {
    private static boolean finds(String pattern, String text) {
        return GoRegex.compile(pattern).matcher(text).find();
    }

    @Test
    void namedGroupsAreRewritten() {
        assertThat(finds("^(?P<host>a+)b$", "aab")).isTrue();
    }

    @Test
    void posixClassesAreRewritten() {
        assertThat(finds("^[[:alpha:]_]+$", "ab_c")).isTrue();
        assertThat(finds("^[[:alpha:]_]+$", "ab1")).isFalse();
        assertThat(finds("^[[:^digit:]]+$", "a1")).isFalse();
    }

    @Test
    void withinAClassBracketsAndAmpersandsAreLetters() {
        assertThat(finds("^[a[&&b]+$", "[&ba")).isTrue();
        assertThat(finds("^[]x]+$", "x]")).isTrue();
    }

    @Test
    void flagsInFrontApply() {
        assertThat(finds("(?i)CPU", "my_cpu")).isTrue();
    }

    @Test
    void quotingIsUnderstood() {
        assertThat(finds("^\\Qa.b\\E+$", "a.bb")).isTrue();
        assertThat(finds("\\Qa.b\\E", "a_b")).isFalse();
        assertThat(finds("\\Qa.b\\Ec", "a.bc")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ab(c    | missing closing ): `ab(c`",
                "a)      | unexpected ): `a)`",
                "*a      | missing argument to repetition operator: `*`",
                "a**     | invalid nested repetition operator: `**`",
                "a++     | invalid nested repetition operator: `++`",
                "[a      | missing closing ]: `[a`",
                "(?=a)   | invalid or unsupported Perl syntax: `(?=`",
                "(?<!a)b | invalid or unsupported Perl syntax: `(?<`",
                "(a)\\1  | invalid escape sequence: `\\1`",
            })
    void whatGoLacksIsRefusedInGosWords(String pattern, String reason) {
        assertThatThrownBy(() -> GoRegex.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("error parsing regexp: " + reason);
    }

    @Test
    void nestedRepetitionsDoNotBlowUp() {
        assertThat(finds("^(a+)+$", "a".repeat(40) + "b")).isFalse();
        assertThat(finds("^(a|a)*$", "a".repeat(40) + "b")).isFalse();
    }
}
