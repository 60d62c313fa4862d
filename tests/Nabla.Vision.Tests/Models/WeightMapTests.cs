using System.Text.RegularExpressions;

namespace Nabla.Vision.Tests.Models;

/// <summary>Checkpoints under timm's and the original authors' names.</summary>
public sealed class WeightMapTests
{
    [Theory]
    [InlineData("efficientnet_b0", "conv_stem.weight", "features.0.0.weight"), InlineData("efficientnet_b0", "bn1.running_var", "features.0.1.running_var")]
    [InlineData("efficientnet_b0", "blocks.0.0.conv_dw.weight", "features.1.0.block.0.0.weight"), InlineData("efficientnet_b0", "blocks.0.0.bn2.bias", "features.1.0.block.2.1.bias")]
    [InlineData("efficientnet_b0", "blocks.2.1.se.conv_expand.bias", "features.3.1.block.2.fc2.bias"), InlineData("efficientnet_b0", "blocks.6.0.bn3.weight", "features.7.0.block.3.1.weight")]
    [InlineData("efficientnet_b0", "bn2.weight", "features.8.1.weight"), InlineData("efficientnet_b0", "classifier.bias", "classifier.1.bias")]
    [InlineData("efficientnet_v2_s", "blocks.0.1.conv.weight", "features.1.1.block.0.0.weight"), InlineData("efficientnet_v2_s", "blocks.1.0.conv_pwl.weight", "features.2.0.block.1.0.weight")]
    [InlineData("vit_b_16", "blocks.3.attn.qkv.weight", "encoder.layers.encoder_layer_3.self_attention.in_proj_weight"), InlineData("vit_b_16", "cls_token", "class_token")]
    [InlineData("swin_t", "layers.2.blocks.5.attn.relative_position_bias_table", "features.5.5.attn.relative_position_bias_table"), InlineData("swin_t", "layers.1.downsample.reduction.weight", "features.4.reduction.weight")]
    [InlineData("swin_t", "layers.3.blocks.0.mlp.fc2.bias", "features.7.0.mlp.3.bias"), InlineData("swin_t", "patch_embed.norm.weight", "features.0.2.weight")]
    [InlineData("convnext_tiny", "stages.2.3.dwconv.weight", "features.5.3.block.0.weight"), InlineData("convnext_tiny", "downsample_layers.2.1.weight", "features.4.1.weight"), InlineData("convnext_tiny", "stages.0.0.gamma", "features.1.0.layer_scale")]
    [InlineData("densenet121", "features.denseblock1.denselayer2.norm.1.weight", "features.denseblock1.denselayer2.norm1.weight"), InlineData("xception", "last_linear.weight", "fc.weight")]
    [InlineData("tf_efficientnet_b0", "_conv_stem.weight", "features.0.0.weight"), InlineData("tf_efficientnet_b0", "_bn0.running_var", "features.0.1.running_var"), InlineData("tf_efficientnet_b0", "_bn1.bias", "features.8.1.bias")]
    [InlineData("tf_efficientnet_b0", "_blocks.0._project_conv.weight", "features.1.0.block.2.0.weight"), InlineData("tf_efficientnet_b0", "_blocks.15._bn0.weight", "features.7.0.block.0.1.weight"), InlineData("tf_efficientnet_b1", "_blocks.2._se_expand.bias", "features.2.0.block.2.fc2.bias")]
    [InlineData("maxvit_small_tf_224", "stages.2.blocks.4.attn_grid.attn.rel_pos.relative_position_bias_table", "blocks.2.layers.4.layers.grid_attention.attn_layer.1.relative_position_bias_table")]
    [InlineData("maxvit_small_tf_224", "stages.0.blocks.0.conv.shortcut.expand.weight", "blocks.0.layers.0.layers.MBconv.proj.1.weight"), InlineData("maxvit_small_tf_224", "head.pre_logits.fc.bias", "classifier.3.bias")]
    public void Foreign_names_become_ours(string model, string foreign, string ours)
    {
        Assert.Contains(ours, ModelRegistry.Create(model, Weights.ShapeOnly()).StateDict().Keys);
        Assert.Contains(ours, ModelRegistry.Find(model).Maps.Select(map => map.Name(foreign)));
    }

    [Fact]
    public void A_whole_timm_checkpoint_loads()
    {
        Module original = ModelRegistry.Create("vit_b_32", Weights.Random(3), new ModelSettings().Set("depth", 1)).Eval();
        (string, string)[] rules =
        [
            (@"^class_token$", "cls_token"), (@"^encoder\.pos_embedding$", "pos_embed"), (@"^conv_proj\.", "patch_embed.proj."), (@"^encoder\.layers\.encoder_layer_(\d+)\.", "blocks.$1."),
            (@"ln_1", "norm1"), (@"ln_2", "norm2"), (@"self_attention\.in_proj_", "attn.qkv."), (@"self_attention\.out_proj", "attn.proj"), (@"mlp\.0", "mlp.fc1"), (@"mlp\.3", "mlp.fc2"),
            (@"^encoder\.ln\.", "norm."), (@"^heads\.head\.", "head."),
        ];
        StateDict foreign = new(original.StateDict().Select(entry =>
            KeyValuePair.Create(rules.Aggregate(entry.Key, (key, rule) => Regex.Replace(key, rule.Item1, rule.Item2)), entry.Value)));
        Assert.Contains("blocks.0.attn.qkv.bias", foreign.Keys);
        Module loaded = ModelRegistry.Load("vit_b_32", foreign, new ModelSettings().Set("depth", 1)).Eval();
        Tensor x = FormulaWeights.Input(5, [1, 3, 224, 224]);
        Assert.Equal(original.Call(x).ToArray<float>(), loaded.Call(x).ToArray<float>());
    }

    [Fact]
    public void Rules_apply_in_order_and_can_drop_and_change()
    {
        WeightMap map = new WeightMap("a test").Drop("^skip").Rename("^a", "b").Rename("^b", "c").Change("^c", value => value.Flatten());
        StateDict result = map.Apply(new StateDict([KeyValuePair.Create("a1", Tensor.Zeros([2, 2])), KeyValuePair.Create("skip", Tensor.Zeros([1])), KeyValuePair.Create("d", Tensor.Zeros([3, 1]))]));
        Assert.Equal(["c1", "d"], result.Keys);
        Assert.Equal([new Shape(4), new Shape(3, 1)], result.Values.Select(value => value.Shape));
    }
}
