using Xunit;

namespace VenturePortfolio.Server.Tests;

public sealed class IntrospectionGuardTests
{
    /// <summary>What tools send. Source: graphql-js 16, getIntrospectionQuery with every option on.</summary>
    public const string UsualQuery = """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name } mutationType { name } subscriptionType { name }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL
          fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef }
            isDeprecated deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue {
          name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
        }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    private static readonly DocumentGuard Guard = new(GuardLimits.Default);

    private static string? CodeOf(string text) => Guard.Inspect(Guard.Parse(text)).Refusal?.Code;

    [Fact]
    public void The_usual_introspection_query_passes_although_it_is_deeper_than_twelve() => Assert.Null(CodeOf(UsualQuery));

    [Fact]
    public void The_same_depth_beside_an_ordinary_field_is_refused() =>
        Assert.Equal("TOO_DEEP", CodeOf(UsualQuery.Replace("  __schema {", "  viewer { name } __schema {", StringComparison.Ordinal)));

    [Fact]
    public void Fields_of_types_of_fields_are_refused() =>
        Assert.Equal("TOO_DEEP", CodeOf("{ __schema { types { fields { type { fields { name } } } } } }"));

    [Fact]
    public void Fields_of_types_of_fields_are_refused_through_fragments_too() =>
        Assert.Equal(
            "TOO_DEEP",
            CodeOf("{ __type(name: \"A\") { ...T } } fragment T on __Type { fields { type { ...U } } } fragment U on __Type { interfaces { name } }"));

    [Fact]
    public void A_wide_question_about_the_schema_is_refused()
    {
        var names = string.Concat(Enumerable.Repeat(" name", 90));
        Assert.Equal(
            "TOO_MANY_FIELDS",
            CodeOf($"{{ __schema {{ types {{{names}}} a: types {{{names}}} b: types {{{names}}} c: types {{{names}}} }} }}"));
    }

    [Fact]
    public void Six_questions_about_the_schema_in_one_document_are_refused() =>
        Assert.Equal(
            "TOO_MANY_FIELDS",
            CodeOf("{" + string.Concat(Enumerable.Range(0, 6).Select(i => $" t{i}: __schema {{ types {{ name }} }}")) + "}"));
}
