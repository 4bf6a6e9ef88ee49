package io.annealdb.data.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of {@code $name} in a query: the parameter {@code params}, a JSON object. A number is
 * a float exactly if it is written with a dot.
 */
final class BindParameters {
    private static final String MALFORMED = "error parsing query parameters: ";
    private static final JsonFactory JSON = new JsonFactory();

    private BindParameters() {}

    /**
     * @param text empty for none
     * @throws Refusal 400, in InfluxDB's words where they are about InfluxDB's own rules
     */
    static Map<String, Object> parse(String text) throws IOException {
        if (text.isEmpty()) {
            return Map.of();
        }
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new Refusal(
                        400,
                        MALFORMED
                                + "json: cannot unmarshal "
                                + goName(first)
                                + " into Go value of type map[string]interface {}");
            }
            return object(json);
        } catch (JsonEOFException e) {
            throw new Refusal(400, MALFORMED + "unexpected EOF");
        } catch (JsonProcessingException e) {
            throw new Refusal(400, MALFORMED + e.getOriginalMessage());
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            values.put(name, value(json));
        }
        return values;
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            default -> null;
        };
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(json));
        }
        return values;
    }

    private static Number number(String text) {
        if (text.indexOf('.') >= 0) {
            return Double.parseDouble(text);
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            boolean digits = text.matches("-?[0-9]+");
            throw new Refusal(
                    400,
                    "error parsing json value: strconv.ParseInt: parsing \""
                            + text
                            + "\": "
                            + (digits ? "value out of range" : "invalid syntax"));
        }
    }

    private static String goName(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL -> "null";
            default -> "number";
        };
    }
}
